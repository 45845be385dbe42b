"""English words of requests that name no column by themselves."""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


STOP_WORDS = _words("""
    a about above after again all also am among an and any are as at be because been before being below between
    both but by can could did do does doing done down each either else every few for from further get gets getting
    give given gives go goes going had has have having he her here him his how i if in into is it its itself just
    least less let like made make makes many may me might more most much must my near need needs neither no none nor
    not now of off often on once one only or other our out over own per please put quite rather really same see seen
    she should so some such than that the their them then there these they this those though through to too toward
    two under until up upon us use used uses using very via want wants was way we were what when where whether which
    while who whom whose why will with within without would yes yet you your
    three four five six seven eight nine ten dozen hundred thousand million
""")
"""Never matched with a column, unless set in quotes or given as @frame[column]."""

REQUEST_WORDS = _words("""
    analyze analyse analysis answer ask build calculate check clean compare compute correlate count create
    describe detect display document draw examine explain explore find fix graph group identify improve inspect
    investigate list look plan pipeline plot predict print profile report run show sort split study suggest
    summarize summarise summary tell understand visualize visualise write
    affect affects cause causes drive driver drivers drives effect effects impact influence influences relate related
    relationship amount average avg chart column columns correlation correlations data dataframe dataset difference
    distribution field figure frame histogram highest largest lowest max maximum mean median min minimum missing
    number numbers outlier outliers overall overview percent percentage picture quality rate rates record records row
    rows sample share smallest statistics sum table tables top total totals trend trends unique value values variable
    variables duplicate duplicates feature features type types biggest best worst good bad new old first last
    interesting different
""")
"""What people say around the thing they ask about: a column of exactly this name is meant only if nothing else is."""

GROUPING_WORDS = _words("across against between by each per versus vs when where within")
"""What follows these divides the rows; it is not what is asked about."""

TARGET_WORDS = _words("""
    affect affects analyse analyze cause causes determine determines drive drives driving explain explains impact
    impacts influence influences on predict predicts
""")
"""What follows these is asked about."""
