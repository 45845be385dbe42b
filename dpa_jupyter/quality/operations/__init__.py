"""Operations applied: previewed, put together in any choice, made into a new frame, written as code."""
