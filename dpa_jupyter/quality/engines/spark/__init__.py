"""A frame measured by Spark, in a number of jobs that does not grow with its columns."""
