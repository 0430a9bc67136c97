"""Danish passives, told from the deponent verbs and the genitives that only look like them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass


def _listed(words: str) -> frozenset[str]:
    return frozenset(words.split())


_TOKEN = re.compile(r"[^\W_]+(?:-[^\W_]+)*|[,;()»«\"]")
_S_FORM = re.compile(r"[a-zæøå]{3,}es")
_IRREGULAR = _listed("fås nås forstås begås tilgås opnås indgås undgås foreslås pålås afslås fastslås udsås")
# Verbs that always or mostly end in -s without being passive, and other words in -es that are no verbs.
_DEPONENT = _listed(
    """findes fandtes synes mødes lykkes mislykkes trives mindes skændes enes følges skilles længes ældes nøjes færdes kappes undres glædes
    rygtes brydes behøves skyldes slås omgås væmmes kysses krammes mundhugges tiltrænges dages giftes"""
)
_NO_VERB = _listed(
    """deres vores jeres hendes alles begges fælles andres dennes disses forgæves anderledes diabetes aftes morges tres halvtreds ekspres cookies
    indes ens sammes egnes syges ældres unges gamles lediges dødes afdødes forældres svigerforældres bedsteforældres ansattes ukendtes
    efterladtes kærestes kundes kones ekskones venindes kusines kvindes borgeres ansøgeres lejeres ejeres brugeres ægtefælles kommunes uges
    skoles dages kollegaes kolleges families enkeltes samboendes"""
)
_NOUN_ENDINGS = tuple(sorted(_listed("ernes værelses ørnenes ejendommes huses forsørgelses løses boendes ørendes rejsendes erendes")))
_ERNES_VERBS = frozenset({"fjernes"})
_MODALS = _listed("skal kan må bør vil skulle kunne måtte burde ville at")
# What may follow a verb but not a genitive.
_AFTER_VERB = _listed(
    """i på til af for fra med ved hos om efter før under over ikke kun også altid aldrig normalt typisk hver når hvis så der her selv bare først
    senest dog via gennem mellem inden uden som og eller men den det de en et man du vi dem dig nu igen op ned ind ud væk tilbage sammen straks
    hurtigt ofte tit digitalt gratis samme mod rundt hjem frem ad løbende automatisk efterhånden stadig allerede hvor hvordan hvornår fordi indtil
    mens da derfor senere samtidig begge hvert hver én ét enten ellers kort anonymt særskilt nogle nogen sjældent tidligst højst mindst"""
)
_BLIVE = _listed("blive bliver blev blevet")
_REACH = 4
_PARTICIPLE_ET = re.compile(r"[a-zæøå]{3,}et")
_NO_PARTICIPLE = _listed(
    """meget noget andet intet hvilket lidet stedet tilfældet barnet huset kortet passet året vejret interesseret besværet målet svaret beløbet
    papiret brevet møderet dødsfaldet ansvaret fødestedet forholdet skemaet affaldet arbejdet besøget kontoret gebyret landet livet navnet opkaldet
    toget vandet værelset tilbudet tilbuddet problemet snavset hullet bordet billedet"""
)
_PARTICIPLE_T = tuple(
    sorted(
        _listed(
            "sendt solgt brugt bragt lagt sagt søgt betalt meldt kaldt holdt kørt hørt lært ført gjort gemt glemt tømt vist låst løst læst "
            "lånt købt trykt talt delt kendt vendt tændt dømt mødt målt fulgt valgt rørt styrt bedt sat født"
        )
    )
)


@dataclass(frozen=True)
class Words:
    """The words and breaks of a sentence, as written and in lower case."""

    written: tuple[str, ...]
    lower: tuple[str, ...]

    @classmethod
    def of(cls, sentence: str) -> "Words":
        """The words of a sentence; commas and the like stand as words of their own."""
        written = tuple(_TOKEN.findall(sentence))
        return cls(written, tuple(word.lower() for word in written))


@dataclass(frozen=True)
class Passive:
    """Where a passive begins and ends (exclusive) among the words, and the question that makes it active."""

    begin: int
    end: int
    ask: str


def passives(words: Words) -> Iterator[Passive]:
    """The passives of a sentence, in order."""
    place = 0
    while place < len(words.lower):
        found = _s_passive(words, place) or _blive_passive(words, place)
        if found is not None:
            yield found
            place = found.end
        else:
            place += 1


def _s_passive(words: Words, place: int) -> Passive | None:
    word = words.lower[place]
    if not _is_s_form(word) or (words.written[place][0].isupper() and place > 0):
        return None
    before = words.lower[max(0, place - 3) : place]
    modal = next((at for at in range(place - 1, max(-1, place - 4), -1) if words.lower[at] in _MODALS), None)
    if modal is not None and "," not in before[modal - place :]:
        if words.lower[modal] == "at":
            return Passive(place, place + 1, f"hvem skal {word[:-1]}?")
        begin = modal if modal == place - 1 else place
        return Passive(begin, place + 1, f"hvem {words.lower[modal]} {word[:-1]}?")
    after = words.lower[place + 1] if place + 1 < len(words.lower) else ","
    if after in _AFTER_VERB or not after[0].isalpha() or after.endswith(("igt", "elt", "alt")):
        return Passive(place, place + 1, f"hvem {word[:-1]}r?")
    return None


def _is_s_form(word: str) -> bool:
    if word in _IRREGULAR:
        return True
    if not _S_FORM.fullmatch(word) or word in _DEPONENT or word in _NO_VERB:
        return False
    return not word.endswith(_NOUN_ENDINGS) or word in _ERNES_VERBS


def _blive_passive(words: Words, place: int) -> Passive | None:
    if words.lower[place] not in _BLIVE:
        return None
    last = None
    for at in range(place + 1, min(place + 1 + _REACH, len(words.lower))):
        word = words.lower[at]
        if not word[0].isalpha() or word in ("og", "eller", "at", "så", "hvis", "når", "som", "der"):
            break
        if _is_participle(word):
            last = at
            break
    if last is None:
        return None
    begin = place if last == place + 1 else last
    return Passive(begin, last + 1, "hvem gør det?")


def _is_participle(word: str) -> bool:
    if word in _NO_PARTICIPLE:
        return False
    return bool(_PARTICIPLE_ET.fullmatch(word)) or word.endswith(_PARTICIPLE_T)
