"""Which functions SQL may call on values: those that read nothing but their arguments, by how large a value they make.

What is not here is refused, so that a function that a later version of DuckDB adds is looked at first. Table functions
are listed apart, in `select_only`.
"""

from __future__ import annotations

from collections.abc import Mapping

_OPERATORS = "+ - * / // % ** ^ ^@ & | ~ << >> ! @ @> <@ && -> ->> <-> <=> < <= <> = == != > >= ~~ !~~ ~~* !~~* ~~~"
_NUMBERS = """abs acos acosh add asin asinh atan atan2 atanh bit_count cbrt ceil ceiling cos cosh cot degrees divide
even exp factorial fdiv floor fmod gamma gcd greatest_common_divisor isfinite isinf isnan lcm least_common_multiple
lgamma ln log log10 log2 mod multiply nextafter pi pow power radians random round round_even roundbankers sign signbit
sin sinh sqrt subtract tan tanh trunc xor"""
_TEXTS = """ascii bar base64 bin bit_length bit_position char_length character_length chr contains damerau_levenshtein
decode editdist3 encode ends_with format_bytes formatReadableDecimalSize formatReadableSize from_base64 from_binary
from_hex get_bit hamming hash hex ilike_escape instr jaccard jaro_similarity jaro_winkler_similarity lcase left
left_grapheme len length length_grapheme levenshtein like_escape lower ltrim md5 md5_number md5_number_lower
md5_number_upper mismatches nfc_normalize not_ilike_escape not_like_escape octet_length ord overlay parse_dirname
parse_dirpath parse_filename parse_formatted_bytes parse_path position prefix regexp_escape regexp_extract
regexp_full_match regexp_matches reverse right right_grapheme rtrim set_bit sha1 sha256 split_part starts_with
strip_accents strlen strpos substr substring substring_grapheme suffix to_base to_base64 to_binary to_hex translate
trim ucase unbin unhex unicode upper url_decode url_encode"""
_TIMES = """age ago century current_date current_localtime current_localtimestamp current_timestamp date_add date_diff
date_part date_sub date_trunc datediff datepart datesub datetrunc day dayname dayofmonth dayofweek dayofyear
days_in_month decade epoch epoch_ms epoch_ns epoch_us era get_current_time get_current_timestamp hour isodow isoyear
julian last_day localtime localtimestamp make_date make_time make_timestamp make_timestamp_ms make_timestamp_ns
make_timestamptz microsecond millennium millisecond minute month monthname nanosecond normalized_interval now quarter
second strftime strptime time_bucket timezone timezone_hour timezone_minute to_centuries to_days to_decades to_hours
to_microseconds to_millennia to_milliseconds to_minutes to_months to_quarters to_seconds to_timestamp to_weeks to_years
today transaction_timestamp try_strptime week weekday weekofyear year yearweek"""
_LISTS = """aggregate array_aggr array_aggregate array_contains array_cosine_distance array_cosine_similarity
array_cross_product array_distance array_distinct array_dot_product array_extract array_filter array_grade_up
array_has array_has_all array_has_any array_indexof array_inner_product array_intersect array_length
array_negative_dot_product array_negative_inner_product array_pop_back array_pop_front array_position array_reverse
array_reverse_sort array_select array_slice array_sort array_unique array_where cardinality element_at filter flatten
generate_subscripts grade_up is_histogram_other_bin len list_aggr list_aggregate list_any_value
list_approx_count_distinct list_avg list_bit_and list_bit_or list_bit_xor list_bool_and list_bool_or list_contains
list_cosine_distance list_cosine_similarity list_count list_distance list_distinct list_dot_product list_element
list_entropy list_extract list_filter list_first list_grade_up list_has list_has_all list_has_any list_histogram
list_indexof list_inner_product list_intersect list_kurtosis list_kurtosis_pop list_last list_mad list_max list_median
list_min list_mode list_negative_dot_product list_negative_inner_product list_position list_product list_reverse
list_reverse_sort list_select list_sem list_skewness list_slice list_sort list_stddev_pop list_stddev_samp list_sum
list_unique list_var_pop list_var_samp list_where map_contains map_contains_entry map_contains_value map_entries
map_extract map_extract_value map_from_entries map_keys map_values struct_contains struct_extract struct_extract_at
struct_has struct_indexof struct_keys struct_position struct_values union_extract union_tag union_value unnest
unpivot_list"""
_JSON = """array_to_json from_json from_json_strict json json_array_length json_contains json_exists json_extract
json_extract_path json_extract_path_text json_extract_string json_keys json_normalize json_remove json_strip_nulls
json_structure json_transform json_transform_strict json_type json_valid json_value"""
_OTHERS = """alias binom can_cast_implicitly cast_to_type constant_or_null enum_code enum_first enum_last enum_range
enum_range_boundary gen_random_uuid greatest if invoke least nullif pg_typeof switch typeof uuid
uuid_extract_timestamp uuid_extract_version uuidv4 uuidv7 variant_type variant_typeof variant_extract"""
_AGGREGATES = """any_value approx_count_distinct approx_quantile approx_top_k arbitrary arg_max arg_max_null
arg_max_nulls_last arg_min arg_min_null arg_min_nulls_last argmax argmin avg bit_and bit_or bit_xor bitstring_agg
bool_and bool_or corr count count_if count_star countif covar_pop covar_samp entropy favg first fsum geomean
geometric_mean kahan_sum kurtosis kurtosis_pop last mad max max_by mean median min min_by mode product quantile
quantile_cont quantile_disc regr_avgx regr_avgy regr_count regr_intercept regr_r2 regr_slope regr_sxx regr_sxy regr_syy
reservoir_quantile sem skewness stddev stddev_pop stddev_samp sum sum_no_overflow sumkahan var_pop var_samp variance
wavg weighted_avg"""
_RANKS = """cume_dist dense_rank fill first_value lag last_value lead nth_value ntile percent_rank rank rank_dense
row_number"""

_KINDS = (_OPERATORS, _NUMBERS, _TEXTS, _TIMES, _LISTS, _JSON, _OTHERS, _AGGREGATES, _RANKS)
PLAIN = frozenset(name.casefold() for kind in _KINDS for name in kind.split())
"""Their value is about as large as one argument, or a few times."""

_JOINING = """|| array_append array_cat array_concat array_prepend array_push_back array_push_front array_value
array_zip concat concat_ws json_array json_deep_merge json_insert json_merge_patch json_object json_replace json_set
list_append list_cat list_concat list_pack list_prepend list_value list_zip map map_concat path_join row struct_concat
struct_insert struct_pack struct_update"""
JOINING = frozenset(_JOINING.split())
"""Their value holds all arguments."""

QUOTING = frozenset({"json_pretty", "json_quote", "row_to_json", "to_json"})
"""They write a character as up to six."""

SPLITTING = frozenset(
    {"regexp_extract_all", "regexp_split_to_array", "split", "str_split", "str_split_regex", "string_split"}
    | {"string_split_regex", "string_to_array"}
)
"""They may make a list entry of each character."""

TRANSFORMING = frozenset({"apply", "array_apply", "array_transform", "list_apply", "list_transform"})
"""They make a value for each entry of a list."""

_GATHERING = """array_agg group_concat histogram histogram_exact json_group_array json_group_object
json_group_structure list listagg string_agg"""
GATHERING = frozenset(_GATHERING.split())
"""Aggregates whose value holds those of all rows."""

REDUCING = frozenset({"array_reduce", "list_reduce", "reduce"})
"""They apply a function to its own value, as often as a list is long."""

SIZES: Mapping[str, int] = {
    "repeat": 1,
    "lpad": 1,
    "rpad": 1,
    "list_resize": 1,
    "array_resize": 1,
    "bitstring": 1,
    "equi_width_bins": 2,
}
"""Which argument says how large the value gets."""

SERIES = frozenset({"range", "generate_series"})
FORMATS = frozenset({"printf", "format"})
SEPARATED = frozenset({"array_to_string", "array_to_string_comma_default", "list_string_agg"})
REPLACING = frozenset({"replace", "regexp_replace"})
_GROUPS = (PLAIN, JOINING, QUOTING, SPLITTING, TRANSFORMING, GATHERING, REDUCING, SERIES, FORMATS, SEPARATED, REPLACING)
KNOWN = frozenset(SIZES).union(*_GROUPS)
