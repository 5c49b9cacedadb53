"""Tables that a date is read with: month names in many languages, zone names, morning and afternoon.

Written by hand from general knowledge of the languages. Words are looked up folded (`fold`): lower case, no accents. A word
that means different months in two languages (listopad: November in Polish, October in Croatian) has the meaning of
the larger press, and is rare anyway: nearly every feed writes English abbreviations.
"""

import unicodedata


def fold(raw: str) -> str:
    """`raw` in lower case without accents, its digits as 0-9 and its spaces single."""
    text = "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in raw.casefold())
    text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return " ".join(unicodedata.normalize("NFC", text).split())


# English, French, German, Spanish, Italian, Portuguese, Catalan, Galician, Dutch, Scandinavian, Icelandic, Finnish,
# Estonian, Latvian, Lithuanian, Polish, Czech, Slovak, Hungarian, Romanian, Slovenian/Serbian, Turkish, Indonesian,
# Malay; Russian, Ukrainian, Bulgarian, Serbian; Greek; Arabic (Egypt, Levant, Maghreb), Persian, Hebrew, Hindi, Thai.
_NAMES = """
january jan janv janvier janúar jänner jän januar gennaio genn gen enero ene janeiro gener xaneiro januari tammikuu
 tammikuuta jaanuar janvāris janvārī sausis sausio styczeń stycznia sty leden ledna led január januára ianuarie ian ocak oca
 январь января янв січень січня січ януари јануар ιανουαριος ιανουαριου ιαν يناير جانفي كانون_الثاني ژانویه ינואר जनवरी มกราคม
 ม.ค
february feb febr fév févr février februar feber febbraio febb febrero fevereiro fev febrer febreiro februari febrúar
 helmikuu helmikuuta veebruar februāris februārī vasaris vasario luty lutego lut únor února úno február februára februarie
 şubat şub февраль февраля фев февр лютий лютого лют февруари фебруар φεβρουαριος φεβρουαριου φεβ فبراير فيفري شباط فوریه
 פברואר फरवरी กุมภาพันธ์ ก.พ pebruari
march mar mars märz mrz maerz marzo março març maart mrt marts maaliskuu maaliskuuta märts marec marca kovas kovo
 marzec březen března bře márc március martie mart maret mac март марта мар березень березня бер μαρτιος μαρτιου μαρ μαρτ
 مارس آذار מרץ मार्च มีนาคม มี.ค
april apr avr avril aprile abril abr huhtikuu huhtikuuta aprill aprīlis aprīlī balandis balandžio kwiecień kwietnia kwi
 duben dubna dub apríl apríla ápr április aprilie nisan nis апрель апреля апр квітень квітня кві април απριλιος απριλιου απρ
 أبريل إبريل أفريل نيسان آوریل אפריל अप्रैल เมษายน เม.ย
may mai maggio magg mag mayo maio maig mei maj maí toukokuu toukokuuta maijs maijā gegužė gegužės maja květen května kvě máj
 mája május mayıs май мая травень травня тра мај μαιος μαιου μαι μαϊ مايو ماي أيار مه מאי मई พฤษภาคม พ.ค
june jun juin juni giugno giu junio junho juny xuño juny júní kesäkuu kesäkuuta juuni jūnijs jūnijā birželis birželio
 czerwiec czerwca cze červen června čvn jún júna június iunie iun junij haziran haz июнь июня июн червень червня чер юни
 јун ιουνιος ιουνιου ιουν يونيو يونيه جوان حزيران ژوئن יוני जून มิถุนายน มิ.ย
july jul juil jui juillet juli luglio lug julio julho juliol xullo júlí heinäkuu heinäkuuta juuli jūlijs jūlijā liepa liepos
 lipiec lipca lip červenec července čvc júl júla július iulie iul julij temmuz tem julai июль июля июл липень липня лип юли
 јул ιουλιος ιουλιου ιουλ يوليو يوليه جويلية تموز ژوئیه יולי जुलाई กรกฎาคม ก.ค
august aug août aout aoû agosto ago agost augustus ágúst elokuu elokuuta augusts augustā rugpjūtis rugpjūčio sierpień sierpnia
 sie srpen srpna srp augusta augusztus avgust avg ağustos ağu agustus ogos август августа авг серпень серпня сер αυγουστος
 αυγουστου αυγ أغسطس أوت آب اوت אוגוסט अगस्त สิงหาคม ส.ค
september sept sep septembre settembre sett set septiembre setiembre setembro setembre syyskuu syyskuuta septembris
 septembrī rugsėjis rugsėjo wrzesień września wrz září zář septembra szeptember szept septembrie septembar eylül eyl
 сентябрь сентября сен сент вересень вересня вер септември септембар σεπτεμβριος σεπτεμβριου σεπ σεπτ سبتمبر أيلول سپتامبر
 ספטמבר सितंबर सितम्बर กันยายน ก.ย
october oct octobre oktober okt ottobre ott octubre outubro out outubre lokakuu lokakuuta oktoober oktobris oktobrī spalis
 spalio październik października paź říjen října říj október októbra octombrie oktobar ekim eki октябрь октября окт жовтень
 жовтня жов октомври октобар οκτωβριος οκτωβριου οκτ أكتوبر تشرين_الأول اکتبر אוקטובר अक्टूबर अक्तूबर ตุลาคม ต.ค
november nov novembre noviembre novembro marraskuu marraskuuta novembris novembrī lapkritis lapkričio listopad listopada
 listopadu lis novembra noiembrie noi noiem novembar kasım kas ноябрь ноября ноя нояб листопада ноември новембар νοεμβριος
 νοεμβριου νοε نوفمبر تشرين_الثاني نوامبر נובמבר नवंबर नवम्बर พฤศจิกายน พ.ย
december dec déc décembre dezember dez dicembre dic diciembre dezembro desembre desember decembro des joulukuu joulukuuta
 detsember decembris decembrī gruodis gruodžio grudzień grudnia gru prosinec prosince pro decembra decembrie decembar aralık
 ara disember декабрь декабря дек грудень грудня гру декември децембар δεκεμβριος δεκεμβριου δεκ ديسمبر كانون_الأول دسامبر
 דצמבר दिसंबर दिसम्बर ธันวาคม ธ.ค
"""


def _months() -> dict[str, int]:
    table: dict[str, int] = {}
    month = 0
    for line in _NAMES.strip("\n").split("\n"):
        month += not line.startswith(" ")
        for word in line.split():
            table.setdefault(fold(word.replace("_", "")), month)
    return table


# A folded word -> 1..12. Names of two words (Levantine Arabic) are joined: see JOINED.
MONTHS = _months()

# How the second word of a month's name is joined to the first before words are looked up.
JOINED = tuple((f" {word}", word) for word in (fold("الثاني"), fold("الأول")))

# Name -> (minutes east of Greenwich, whether the press uses it in this meaning only). RFC 822 section 5.1 for the
# American ones, common use for the rest; military letters other than Z are not read (RFC 5322 section 4.3).
ZONES: dict[str, tuple[int, bool]] = {
    "z": (0, True), "ut": (0, True), "utc": (0, True), "gmt": (0, True), "wet": (0, True),
    "bst": (60, True), "west": (60, True), "cet": (60, True), "mez": (60, True), "met": (60, True), "hnec": (60, True),
    "cest": (120, True), "mesz": (120, True), "mest": (120, True), "haec": (120, True), "eet": (120, True),
    "sast": (120, True), "cat": (120, True), "wat": (60, True), "eat": (180, True),
    "eest": (180, True), "msk": (180, True), "trt": (180, True), "msd": (240, True),
    "ist": (330, False), "pkt": (300, True), "npt": (345, True), "ict": (420, True), "wib": (420, True),
    "hkt": (480, True), "sgt": (480, True), "awst": (480, True), "pht": (480, True), "myt": (480, True),
    "jst": (540, True), "kst": (540, True), "acst": (570, True), "acdt": (630, True),
    "aest": (600, True), "aedt": (660, True), "nzst": (720, True), "nzdt": (780, True),
    "nst": (-210, True), "ndt": (-150, True), "ast": (-240, False), "adt": (-180, True), "brt": (-180, True),
    "art": (-180, True), "clt": (-240, True), "hst": (-600, True),
    "est": (-300, True), "edt": (-240, True), "cst": (-360, True), "cdt": (-300, True), "mst": (-420, True),
    "mdt": (-360, True), "pst": (-480, True), "pdt": (-420, True), "akst": (-540, True), "akdt": (-480, True),
    "et": (-300, False), "ct": (-360, False), "pt": (-480, False),
}  # fmt: skip

# What stands before or after the hour of a twelve-hour clock, folded.
MORNING = ("上午", "午前", "凌晨", "早上", fold("오전"), "π.μ.", "πμ", "ص")
AFTERNOON = ("下午", "午後", "午后", "晚上", fold("오후"), "μ.μ.", "μμ", "م")
