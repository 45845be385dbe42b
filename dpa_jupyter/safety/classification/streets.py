"""How street addresses are written: the words for a street of many languages, with a house number beside them."""

from __future__ import annotations

_ENGLISH = """
alley annex arcade avenue ave av bay bayou beach bend bluff bluffs bottom boulevard blvd branch bridge brook
brooks burg bypass camp canyon cape causeway center centre circle cliff cliffs close club common corner corners
course court courts ct cove coves creek crescent crest crossing crossroad curve dale dam divide drive drives dr
estate estates expressway extension fall falls ferry field fields flat flats ford fords forest forge forges fork
forks fort freeway garden gardens gateway glen glens green greens grove groves harbor harbors haven heights
highway hwy hill hills hollow inlet island islands isle junction junctions key keys knoll knolls lake lakes land
landing lane ln light lights loaf lock locks lodge loop mall manor manors meadow meadows mews mill mills mission
motorway mount mountain mountains neck orchard oval overpass park parks parkway parkways pkwy pass passage path
pike pine pines place pl plain plains plaza point points port ports prairie radial ramp ranch rapid rapids rest
ridge ridges river road roads rd route row rue run shoal shoals shore shores skyway spring springs spur spurs
square sq squares station stravenue stream street streets st summit terrace ter throughway trace track
trafficway trail tunnel turnpike underpass union unions valley valleys via viaduct view views village ville
vista walk walks wall way ways well wells
"""
"""The street suffixes of the United States Postal Service (Publication 28, appendix C1), and some British ones."""
_AFTER = """
stra(?:ss|ß)e str\\. weg platz allee gasse damm ufer ring markt chaussee steig stieg straat laan singel pad kade
plein gracht dreef hof steeg boulevard baan dijk gatan gata vägen väg gränd stigen stig torget allén vej vei
veien gade katu tie strasse
"""
"""What the name of a street ends in, in German, Dutch and the Nordic languages; a number follows."""
_BEFORE = """
rue avenue boulevard chemin place impasse allée quai route cours passage calle c\\. c/ avenida av\\. avda\\.
paseo plaza camino ronda glorieta alameda cuesta callejón acceso pasaje pasadizo cañada vial urbanización rambla
carrer via viale piazza corso largo vicolo strada contrada borgo rotonda incrocio stretto canale rua travessa
praça estrada rodovia ladeira viela ulica ul\\. aleja al\\. plac pl\\. osiedle os\\.
"""
"""What stands before the name of a street, in Romance and Slavic languages; a number follows."""


def _one_of(words: str) -> str:
    return "|".join(dict.fromkeys(words.split()))


_UNIT = r"(?:flat|studio|apt\.?|unit|suite|room) ?\w{1,5}[,\s]+"
_NAME = "[\\w .'\u2019-]{1,60}"
_SUFFIX = rf"\b(?:{_one_of(_ENGLISH)})\b"
STREETS = (
    rf"(?is:(?:{_UNIT})?(?:\d{{1,6}}[a-z]?|no\.? ?\d+),? [\w .'-]{{1,60}}{_SUFFIX}.{{0,100}}"
    rf"|{_UNIT}[a-z][\w .'-]{{1,40}}{_SUFFIX}.{{0,100}}"
    rf"|{_NAME}(?:{_one_of(_AFTER)}),? \d{{1,5}} ?[a-z]?\b.{{0,100}}"
    rf"|(?:\d{{1,5}},? )?(?:{_one_of(_BEFORE)}) {_NAME},? \d{{1,5}}.{{0,100}}"
    rf"|\d{{1,5}},? (?:{_one_of(_BEFORE)}) {_NAME}.{{0,100}}"
    rf"|[a-z]{_NAME},? \d{{1,5}}\b[^\d]{{0,60}}[,\s]\d{{4,5}}(?:[- ]?\d{{3,4}})?\b[ ,]{{1,3}}[a-z].{{1,60}})"
)
"""For a whole cell; the last is whatever has a house number, and then a postal code before a town."""
