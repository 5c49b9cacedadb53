"""Where a text is written from: "PARIS (AFP) -", "Berlin, 17. Juni -", and the glued "ParisLe ministre".

A page prints the place in an element of its own, and the space after it is made by style sheets; the words then run
together. The split is made where the page itself has that boundary, or where the left part is a known city: the shape
alone (a capital inside a word) fits ConocoPhillips and SoftBank better than it fits any place.
"""

import re

from aggregator.stages.extract.blocks import Block

_CITIES = frozenset(
    """
    Abidjan|Abou Dhabi|Abu Dhabi|Abuja|Accra|Addis-Abeba|Addis Ababa|Aix-en-Provence|Ajaccio|Alep|Alger|Algier|
    Algiers|Amiens|Amman|Amsterdam|Angers|
    Ankara|Annecy|Antananarivo|Anvers|Antwerpen|Astana|Athènes|Athens|Athen|Atlanta|Bagdad|Baghdad|Bakou|Baku|
    Bamako|Bangkok|Bangui|Barcelone|Barcelona|
    Bayonne|Beijing|Beirut|Belfast|Belgrade|Belgrad|Berlin|Berne|Bern|Besançon|Beyrouth|Bogota|Bogotá|Bombay|Bonn|
    Bordeaux|Boston|Bourges|Brasilia|Bratislava|
    Brazzaville|Brest|Bruxelles|Brussels|Brüssel|Bucarest|Budapest|Buenos Aires|Bujumbura|Caen|Calais|Canberra|
    Caracas|Casablanca|Cayenne|Chicago|Chisinau|
    Cologne|Colombo|Conakry|Copenhague|Copenhagen|Cotonou|Dacca|Dakar|Damas|Damaskus|Damascus|Dallas|Delhi|Denver|
    Dhaka|Dijon|Djakarta|Djeddah|Djibouti|Doha|
    Donetsk|Dortmund|Douala|Dresde|Dresden|Dubaï|Dubai|Dublin|Dunkerque|Düsseldorf|Edimbourg|Edinburgh|Florence|
    Fort-de-France|Francfort|Frankfurt|Gaza|Genève|
    Geneva|Genf|Genoa|Gênes|Glasgow|Graz|Grenoble|Guatemala|Hambourg|Hamburg|Hanoï|Hanoi|Harare|Helsinki|Hong Kong|
    Hongkong|Houston|Islamabad|Istanbul|Jakarta|
    Jérusalem|Jerusalem|Johannesburg|Juba|Kaboul|Kabul|Kampala|Karachi|Kharkiv|Khartoum|Kiev|Kyiv|Kiew|Kigali|
    Kinshasa|Koweït|Kuala Lumpur|Köln|La Haye|
    La Havane|La Paz|La Rochelle|Lagos|Lahore|Lausanne|Le Caire|Le Cap|Le Havre|Le Mans|Leipzig|Liège|Lille|Lima|
    Limoges|Lisbonne|Lisbon|Lissabon|Lomé|London|
    Londres|Los Angeles|Luanda|Lusaka|Luxembourg|Lviv|Lyon|Madrid|Mailand|Managua|Manchester|Manille|Manila|Maputo|
    Marrakech|Marseille|Melbourne|Metz|Mexico|
    Miami|Milan|Minsk|Mogadiscio|Monaco|Monrovia|Montpellier|Montréal|Montreal|Moscou|Moscow|Moskau|Mossoul|
    Mulhouse|Mumbai|Munich|München|Nairobi|Nancy|Nantes|
    Naples|New Delhi|New York|Niamey|Nice|Nicosie|Nîmes|Nouakchott|Nouméa|Nuuk|Odessa|Oran|Orléans|Oslo|Ottawa|
    Ouagadougou|Palerme|Panama|Papeete|Paris|Pau|
    Pékin|Peking|Perpignan|Perth|Philadelphie|Phnom Penh|Podgorica|Poitiers|Port-au-Prince|Porto|Prague|Prag|
    Pretoria|Pristina|Pyongyang|Québec|Quimper|Quito|
    Rabat|Ramallah|Rangoun|Reims|Rennes|Reykjavik|Riga|Rio de Janeiro|Riyad|Riad|Rom|Roma|Rome|Rotterdam|Rouen|
    Saint-Denis|Saint-Étienne|Saint-Pétersbourg|
    San Francisco|San Salvador|Sanaa|Santiago|Sao Paulo|São Paulo|Sarajevo|Seattle|Séoul|Seoul|Shanghai|Sydney|
    Singapour|Singapore|Skopje|Sofia|Stockholm|
    Strasbourg|Stuttgart|Tachkent|Taipei|Tallinn|Tanger|Tbilissi|Tegucigalpa|Téhéran|Tehran|Teheran|Tel-Aviv|
    Tel Aviv|Tirana|Tokyo|Tokio|Toronto|Toulon|
    Toulouse|Tours|Tripoli|Tunis|Turin|Valence|Valencia|Vancouver|Varsovie|Vatican|Venise|Vienne|Vienna|Vientiane|
    Vilnius|Vladivostok|Warsaw|Warschau|
    Washington|Wellington|Wien|Yaoundé|Yerevan|Zagreb|Zurich|Zürich
    """.replace("\n    ", "")
    .strip()
    .split("|")
)
_MONTH = r"[^\W\d_]{3,10}\.?"
_WIRE = (
    r"(?:AFP|Reuters|REUTERS|AP|dpa[/\w]*|EFE|ANSA|Belga|ATS|SDA|sda|APA|TASS|Xinhua|Yonhap|awp|CNN|PTI|ANI|IANS|UPI)"
)
_PLACE = r"[^\W\d_][\w.'’ -]{1,38}?(?:,\s[^\W\d_][\w.'’ -]{1,24}?)?"
_SIGNED = re.compile(
    rf"^(?P<place>{_PLACE})(?:,\s*\d{{1,2}}\.?(?:er)?\s+{_MONTH}(?:\s+\d{{4}})?)?\s*(?:[(/]\s*{_WIRE}[^)\n]{{0,20}}\)?\s*[-–—:.]?|,?\s+{_WIRE}\s*[-–—:])\s*(?=\S)"
)
_DATED = re.compile(
    rf"^(?P<place>{_PLACE}),\s*(?:le\s+)?\d{{1,2}}\.?(?:er)?\s+{_MONTH}(?:\s+\d{{4}})?\s*[-–—:]\s+(?=\S)"
)
_CAPITALS = re.compile(
    r"^(?P<place>[^\W\d_a-zß-öø-ÿ][^\W\d_a-zß-öø-ÿ .'’-]{2,30}(?:,\s[^\W\d_][\w.' -]{1,24})?)\s*(?:[–—]|\s-|"
    r"\.\s-)\s+(?=\S)"
)
_PLACE_LIKE = re.compile(r"^[^\W\d_a-zß-öø-ÿ][\w.'’ -]{2,38}(?:,\s[\w.'’ -]{2,30})?$")


def split(block: Block) -> tuple[str | None, str]:
    """The place a first paragraph is written from, and the text as it should read.

    Words that run into the place lose it ("ParisLe ministre" -> Paris, "Le ministre"); where the page prints a
    separator the text stays as printed.
    """
    text = block.text
    at = block.first_inline
    if 0 < at <= 60 and at < len(text):
        place, rest = text[:at].strip(" .,:–—-"), text[at:]
        if (
            rest[0].isupper()
            and _PLACE_LIKE.match(place)
            and (place in _CITIES or (len(place) > 2 and " " in rest[:24]))
        ):
            return place, rest
    for pattern in (_SIGNED, _DATED):
        if (found := pattern.match(text)) and found.group("place")[0].isupper():
            return _tidy(found.group("place")), text
    if (found := _CAPITALS.match(text)) and len(found.group("place").split()) <= 5:
        return _tidy(found.group("place")), text
    return _glued(text)


def _glued(text: str) -> tuple[str | None, str]:
    for inner in _INNER_CAPITAL.finditer(text[:42]):
        if text[: inner.start()] in _CITIES:
            return text[: inner.start()], text[inner.start() :]
    return None, text


_INNER_CAPITAL = re.compile(r"(?<=[a-zß-öø-ÿ])(?=[A-ZÀ-ÖØ-Þ])")


def _tidy(place: str) -> str:
    place = place.strip(" ,.-–—")
    return place.title() if place.isupper() and len(place) > 3 else place
