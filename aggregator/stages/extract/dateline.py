"""Where a text is written from: "PARIS (AFP) -", "Berlin, 17. Juni -", and the glued "ParisLe ministre".

A page prints the place in an element of its own, and the space after it is made by style sheets; the words then run
together. The split is made where the page itself has that boundary, or where the left part is a known city: the shape
alone (a capital inside a word) fits ConocoPhillips and SoftBank better than it fits any place.
"""

import re

from aggregator.stages.extract.blocks import Block

_CITIES = frozenset(
    """
    Aachen|Aarhus|Abidjan|Abou Dhabi|Abu Dhabi|Abuja|Accra|Addis Ababa|Addis-Abeba|Aix-en-Provence|Ajaccio|Alep|
    Alger|Algier|Algiers|Alicante|Amberes|Amiens|Amman|Amsterdam|Ancona|Angers|Ankara|Annecy|Antananarivo|Antibes|
    Antwerpen|Anvers|Arles|Arras|Astana|Atenas|Atene|Athen|Athens|Athènes|Atlanta|Auxerre|Avignon|Badajoz|Bagdad|
    Baghdad|Bakou|Baku|Bamako|Bangkok|Bangui|Barcellona|Barcelona|Barcelone|Bari|Basel|Basilea|Bastia|Bayonne|
    Beauvais|Beijing|Beirut|Belfast|Belfort|Belgrad|Belgrade|Belo Horizonte|Belém|Bergamo|Bergen|Berlim|Berlin|
    Berlino|Berlín|Bern|Berne|Besançon|Beyrouth|Biarritz|Bielefeld|Bilbao|Birmingham|Bochum|Bogota|Bogotá|Bologna|
    Bolzano|Bombay|Bonn|Bordeaux|Boston|Bourges|Bozen|Braga|Brasilia|Brasília|Bratislava|Braunschweig|Brazzaville|
    Bremen|Brescia|Brest|Bristol|Brno|Bruges|Bruselas|Brussels|Bruxelles|Brüssel|Bucarest|Budapest|Budapeste|
    Buenos Aires|Bujumbura|Burgos|Bâle|Béziers|Caen|Cagliari|Calais|Canberra|Cannes|Caracas|Carcassonne|Cardiff|
    Casablanca|Catania|Cayenne|Chambéry|Charleroi|Chartres|Chemnitz|Cherbourg|Chicago|Chisinau|Ciudad de México|
    Clermont-Ferrand|Coimbra|Colmar|Cologne|Colombo|Conakry|Copenhagen|Copenhague|Cotonou|Cracovie|Curitiba|Cádiz|
    Córdoba|Dacca|Dakar|Dallas|Damas|Damascus|Damaskus|Darmstadt|Delhi|Den Haag|Denver|Detroit|Dhaka|Dijon|Djakarta|
    Djeddah|Djibouti|Doha|Donetsk|Dortmund|Douala|Dresde|Dresden|Dubai|Dubaï|Dublin|Dunedin|Dunkerque|Düsseldorf|
    Edimbourg|Edinburgh|Eindhoven|Erfurt|Essen|Faro|Ferrara|Firenze|Florence|Fort-de-France|Francfort|Frankfurt|
    Freiburg|Fribourg|Fulda|Funchal|Gand|Gaza|Gdańsk|Geneva|Genf|Genoa|Genova|Gent|Genève|Gijón|Glasgow|Granada|
    Graz|Grenoble|Groningen|Guadalajara|Guatemala|Guayaquil|Gênes|Göteborg|Göttingen|Halle|Hambourg|Hamburg|
    Hannover|Hanoi|Hanoï|Harare|Heidelberg|Helsinki|Hong Kong|Hongkong|Houston|Innsbruck|Islamabad|Istanbul|Jakarta|
    Jena|Jerusalem|Johannesburg|Juba|Jérusalem|Kaboul|Kabul|Kampala|Karachi|Karlsruhe|Kassel|Kharkiv|Khartoum|Kiel|
    Kiev|Kiew|Kigali|Kinshasa|Klagenfurt|Koweït|Kraków|Kuala Lumpur|Kyiv|Köln|København|La Coruña|La Habana|
    La Havane|La Haye|La Paz|La Rochelle|La Spezia|Lagos|Lahore|Lausanne|Laval|Le Caire|Le Cap|Le Havre|Le Mans|
    Leeds|Leicester|Leiden|Leipzig|Lens|León|Lienz|Lille|Lima|Limoges|Linz|Lisboa|Lisbon|Lisbonne|Lissabon|
    Liverpool|Liège|Ljubljana|Lomé|Londen|London|Londra|Londres|Lorient|Los Angeles|Luanda|Lucerne|Lugano|Lusaka|
    Luxembourg|Luzern|Lviv|Lyon|Lübeck|Maastricht|Macon|Madrid|Magdeburg|Mailand|Mainz|Malmö|Managua|Manchester|
    Manila|Manille|Mannheim|Mantova|Maputo|Marrakech|Marseille|Medellín|Melbourne|Messina|Metz|Mexico|Miami|Milan|
    Milano|Minsk|Modena|Mogadiscio|Monaco|Monrovia|Mons|Monterrey|Montevideo|Montpellier|Montreal|Montréal|Mosca|
    Moscou|Moscovo|Moscow|Moscú|Moskau|Mossoul|Mulhouse|Mumbai|Munich|Murcia|Málaga|Mâcon|Mönchengladbach|München|
    Münster|Nairobi|Namur|Nancy|Nantes|Naples|Napoli|Neuchâtel|Nevers|New Delhi|New York|Niamey|Nice|Nicosie|Niort|
    Nouakchott|Nouméa|Nova Iorque|Nueva York|Nuuk|Nîmes|Nürnberg|Odessa|Oldenburg|Oran|Orléans|Oslo|Osnabrück|
    Ottawa|Ouagadougou|Oviedo|Paderborn|Padova|Palerme|Palermo|Palma|Pamplona|Panama|Papeete|Parigi|Paris|Parma|
    París|Pau|Pechino|Peking|Pekín|Pequim|Perpignan|Perth|Perugia|Pescara|Philadelphie|Phnom Penh|Piacenza|Pisa|
    Pittsburgh|Podgorica|Poitiers|Port-au-Prince|Porto|Porto Alegre|Potsdam|Poznań|Prag|Praga|Prague|Praha|Pretoria|
    Pristina|Pyongyang|Pékin|Quimper|Quito|Québec|Rabat|Ramallah|Rangoun|Ravenna|Recife|Regensburg|Reims|Rennes|
    Reykjavik|Riad|Riga|Rimini|Rio de Janeiro|Riyad|Roanne|Rom|Roma|Rome|Rosario|Rostock|Rotterdam|Rouen|
    Saarbrücken|Saint-Brieuc|Saint-Denis|Saint-Malo|Saint-Nazaire|Saint-Pétersbourg|Saint-Étienne|Salamanca|Salerno|
    Salvador|Salzburg|San Francisco|San Salvador|Sanaa|Santander|Santarém|Santiago|Sao Paulo|Sarajevo|Schwerin|
    Seattle|Seoul|Sevilla|Shanghai|Sheffield|Siena|Singapore|Singapour|Sion|Skopje|Sofia|St. Gallen|St. Pölten|
    Stockholm|Strasbourg|Stuttgart|Sydney|São Paulo|Séoul|Tachkent|Taipei|Tallinn|Tanger|Taranto|Tarbes|Tarragona|
    Tbilissi|Tegucigalpa|Teheran|Tehran|Tel Aviv|Tel-Aviv|Tirana|Tokio|Tokyo|Toledo|Torino|Toronto|Toulon|Toulouse|
    Tours|Trento|Trier|Trieste|Tripoli|Troyes|Tubinga|Tunis|Turin|Turku|Téhéran|Tübingen|Udine|Uppsala|Utrecht|
    Valence|Valencia|Valenciennes|Valladolid|Valparaíso|Vancouver|Vannes|Varsavia|Varsovia|Varsovie|Vatican|Venezia|
    Venise|Verona|Vicenza|Vienna|Vienne|Vientiane|Vigo|Villach|Vilnius|Viterbo|Vladivostok|Warsaw|Warschau|Warszawa|
    Washington|Weimar|Wellington|Wien|Wiesbaden|Winterthur|Wolfsburg|Wrocław|Wuppertal|Würzburg|Yaoundé|Yerevan|
    Zagreb|Zaragoza|Zurich|Zwickau|Zürich
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


def is_city(name: str) -> bool:
    """Whether `name` is a city of the gazetteer, in one of the spellings of French, English and German news."""
    return name in _CITIES


def _glued(text: str) -> tuple[str | None, str]:
    for inner in _INNER_CAPITAL.finditer(text[:42]):
        if text[: inner.start()] in _CITIES:
            return text[: inner.start()], text[inner.start() :]
    return None, text


_INNER_CAPITAL = re.compile(r"(?<=[a-zß-öø-ÿ])(?=[A-ZÀ-ÖØ-Þ])")


def _tidy(place: str) -> str:
    place = place.strip(" ,.-–—")
    return place.title() if place.isupper() and len(place) > 3 else place
