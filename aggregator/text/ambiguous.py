"""Names of territories that mean other things as well: what they are part of, and how to tell."""

from msgspec import Struct

from aggregator.text.words import listed


class Care(Struct, frozen=True):
    """When a name that means other things as well is taken for the territory.

    Any of `proof` in the text settles it. Otherwise any of `against`, or a capitalised neighbour (`Jim Jordan`), refuses
    it; else `hints` in the text or a word of `before` right before the name is enough; else `otherwise` decides.
    """

    proof: frozenset[str] = frozenset()
    hints: frozenset[str] = frozenset()
    against: frozenset[str] = frozenset()
    before: frozenset[str] = frozenset()
    otherwise: bool = False


def _care(proof: str = "", hints: str = "", against: str = "", before: str = "", *, otherwise: bool = False) -> Care:
    """A Care from words in folded form, separated by spaces."""
    return Care(listed(proof), listed(hints), listed(against), listed(before), otherwise)


# A phrase here is longer than the name inside it, and means something else.
OTHERS: dict[str, str] = {
    "fr": """
sud-américain|sud-américaine|sud-américains|sud-américaines|nord-américain|nord-américaine|nord-américains
nord-américaines|latino-américain|latino-américaine|latino-américains|latino-américaines|afro-américain
afro-américaine|afro-américains|afro-américaines|centre-américain|Indiens d'Amérique|langue française
français langue|version française|presse canadienne|montagnes russes|roulette russe|salade russe
poupées russes|café turc|bain turc|tête de turc|tête de Turc|cochon d'Inde|à l'américaine|casse-tête chinois
ombres chinoises|assiette anglaise|Petit Suisse|petit-suisse|petits-suisses|grippe espagnole
auberge espagnole|berger allemand|dogue allemand
France Info|France Inter|France 24|France 2|France 3|France 5|France Bleu|France Culture|France Télévisions
France Musique|France Travail|France Football|Radio France|Ouest-France|Est-France|Anatole France
Île-de-France|Ile-de-France|Stade de France|Euro Disney|golfe de Guinée|cochon de Guinée|océan Indien
Nouvelle-Angleterre|Jersey Shore|New Jersey|Guinée forestière|rue de Chine|mer de Chine|porcelaine de Chine
encre de Chine|Nouveau-Mexique|golfe du Mexique|Radio-Canada|Air Canada|Chypre-du-Nord|Stade de Suisse
Maurice Ravel|Suisse normande|canal de Panama|Inde du Sud|Congo belge|fleuve Congo
bassin du Congo|Géorgie du Sud|Salvador de Bahia|Salvador Dalí
Salvador Allende|Saint-Martin-de-Ré|canal Saint-Martin|porte Saint-Martin|été de la Saint-Martin
boulevard Saint-Martin|rue Saint-Martin|place d'Italie|porte d'Italie|avenue d'Italie
quai d'Orsay|Place de Grèce|US Open|Cuba Gooding|équateur terrestre|pays basque
tigre du Bengale|Hollande-Septentrionale|François Hollande|président Hollande|M. Hollande
AS Monaco|Racing Club de France|Stade Français|fleuve Niger|delta du Niger|lac Tchad|fleuve Sénégal|mer du Japon
mer d'Oman|golfe d'Oman|lac Malawi|sauce hollandaise|filet américain|bouledogue français|bouledogue anglais
chou chinois|Indiens d'Amazonie|Indiens d'Amérique|été indien|Banque de France
Guyane britannique|Irlande de l'Ouest|Saint-Barthélemy-d'Anjou""",
    "en": """
Cleveland Indians|British Columbia|Russian roulette|Russian doll|Persian
Pan American|Pan-American|Inter-American|Anglo-American|Turkish coffee|Chinese whispers|Irish coffee
Irish stew|Greek yogurt|Greek yoghurt|Cuban heel|Dutch auction|Swiss Army|Belgian waffle|Belgian waffles
Egyptian cotton|Jamaican jerk|Thai boxing|Thai curry|American Express|American Airlines|Italian seasoning
Canadian bacon
New England|New Mexico|New Jersey|New South Wales|Gulf of Mexico|Gulf of Guinea|guinea pig|guinea pigs
guinea fowl|Indian Ocean|West Indian|West Indies|American Indian|American Indians|Native American
Native Americans|African American|African Americans|African-American|African-Americans|Asian American
Asian Americans|Latin America|Latin American|South America|South American|North America|North American
Central America|Central American|Americas|Georgia Tech|Georgia State|University of Georgia|Chad Smith
Chad Wolf|Jersey City|Jersey Shore|Jersey Boys|South China Sea|East China Sea|bone china|Panama Papers
Panama City Beach|Peru, Indiana|Lebanon, Pennsylvania|Lebanon, Ohio|Cuba Gooding|Michael Jordan|Jim Jordan
Jordan Peterson|Air Jordan|Jordan Brand|Turkey Day|turkey sandwich|Wild Turkey|turkey breast|India Inc
Miss America|Captain America|Bank of America|Voice of America|Make America Great|Holland Tunnel|Tom Holland
Holland America|Dutch oven|French fries|French toast|French horn|French kiss|Swiss cheese|Danish pastry
Turkish delight|Turkish bath|Spanish flu|Spanish-language|German shepherd|German measles|Brazil nut
Brazil nuts|Brussels sprouts|Irish setter|Jimmy Wales|Prince of Wales|Princess of Wales|Paris, Texas
Granada Hills|Cape Wales|South Georgia|France Telecom|China Grove|Iceland Foods
French Open|US Open|U.S. Open|Canada Goose|English Channel|US Weekly|Us Weekly|Mali Empire|Jordan River
Turkey Creek|America First|Polish remover|nail polish|St. Martin's Press|Little Italy
French Quarter|French press|Cuban sandwich|Cuban heels|AS Monaco|Lake Chad|Niger Delta|Niger River|River Niger
River Jordan|Sea of Japan|Congo River|Congo Basin|Gulf of Oman|Lake Malawi|Panama hat|Panama hats|Canada goose
Canada geese|Norway spruce|Norway rat|French bulldog|French bulldogs|English bulldog|Maltese terrier|Maltese Falcon
Irish wolfhound|Scottish terrier|Afghan hound|Russian dressing|Greek salad|English muffin|Swiss chard
Dutch courage|Indian summer|Chinese New Year""",
    "de": """
südamerikanisch|südamerikanische|südamerikanischen|lateinamerikanisch|lateinamerikanische
lateinamerikanischen|nordamerikanisch|nordamerikanische|nordamerikanischen|afroamerikanisch|Deutsche Welle
Deutschen Welle|Deutsche Presse-Agentur|Deutschen Presse-Agentur|Deutschlandfunk|russisches Roulette
chinesische Mauer|Schweizer Taschenmesser|spanische Wand|französische Bulldogge|Deutsche Bank|Deutschen Bank
Deutsche Bahn|Deutschen Bahn
Neuengland|Indischer Ozean|Indischen Ozean|Golf von Mexiko|Golf von Guinea|Südchinesisches Meer
Südchinesischen Meer|New Jersey|Neumexiko|US Open|Tour de France|Radio France|Air France|Panama Papers
New Mexico|Lateinamerika|Südamerika|Nordamerika|Mittelamerika|Französischer Garten
Russisch Brot|Schweizer Käse|Türkischer Honig|Michael Jordan|Island in the Sun|Chile con Carne
Prinz von Wales|Prinzessin von Wales|AS Monaco|Tschadsee|Nigerdelta|Spanische Grippe|Spanischen Grippe""",
    "es": """
América del Sur|América del Norte|América Central|ruleta rusa|perro pastor alemán|pastor alemán
habla española|Real Academia Española|lengua francesa
Nuevo México|Golfo de México|Ciudad de México|Océano Índico|Nueva Inglaterra|New Jersey|Nueva Jersey
golfo de Guinea|conejillo de Indias|Indias Occidentales|América Latina|Michael Jordan|Guinea-Conakry
Gran Canaria|ensaladilla rusa|montaña rusa|tortilla francesa|tortilla española|Nueva Granada|mar de China
US Open|Príncipe de Gales|Princesa de Gales|canal de Panamá|lengua española|gripe española
Salvador Allende|Salvador de Bahía|Estado de México|Salvador Illa|AS Mónaco|lago Chad|río Níger|delta del Níger
mar de Japón|verano indio""",
    "it": """
sud americano|sud americana|roulette russa|bagno turco|pastore tedesco|lingua italiana|lingua francese
Nuovo Messico|Golfo del Messico|Nuova Inghilterra|New Jersey|Oceano Indiano|Città del Messico
porcellino d'India|insalata russa|montagne russe|golfo di Guinea|America Latina|Michael Jordan
mar della Cina|US Open|Principe di Galles|Principessa del Galles|canale di Panama|Panama Papers|fico d'India
via Francia|piazza di Spagna|zuppa inglese|influenza spagnola""",
    "pt": """
América do Sul|América do Norte|América Central|sul-americano|sul-americana|sul-americanos|sul-americanas
latino-americano|latino-americana|latino-americanos|latino-americanas|roleta russa|pastor alemão
língua portuguesa|banho turco|afro-americano|afro-americana|afro-americanos
Novo México|Golfo do México|Cidade do México|Nova Inglaterra|Nova Jersey|Nova Jérsei|Oceano Índico
porquinho-da-índia|salada russa|montanha-russa|golfo da Guiné|América Latina|Michael Jordan|mar da China
US Open|Príncipe de Gales|Princesa de Gales|canal do Panamá|Panama Papers|castanha da Índia|gripe espanhola
Salvador da Bahia""",
    "ja": """
中国地方|中国電力|中国新聞|中国山地|中国自動車道|中国銀行|日中国交|インド洋|インド太平洋|タイ記録
南アメリカ大陸|北アメリカ大陸|ラテンアメリカ|中央アメリカ|アメリカンフットボール
アメリカ大陸|フランスパン|ドイツパン|オランダ坂|ロシアンルーレット|スイスロール
トルコ石|ジョージア州|ジョージアコーヒー|ニューメキシコ|ニューイングランド|南北朝鮮
ガザニア|日中は|日中も|日中の最高気温|日本海|チャド湖|ニジェール川""",
    "zh": """
发展中国家|發展中國家|欧美国家|北美国家|南美国家|拉美国家|印度洋|印度支那|内蒙古|內蒙古|马里兰|马里奥|马里纳
朝鲜半岛|朝鮮半島|约旦河|約旦河|几内亚湾|拉丁美洲|法国梧桐|荷兰豆|佐治亚|乔治亚州
乔治亚理工|南中国海|东中国海|集中国力|新墨西哥|墨西哥湾|英国短毛猫|其中国""",
    "ko": """
인도양|인도적|인도주의|인도차이나|인도태평양|부탄가스|조지아주|뉴멕시코|뉴잉글랜드|뉴저지|가나다|가나안
가자미|가자마자|중국집|중국어|영국령|미국령|수단과 방법|체코슬로바키아|이란성|북한산|북한강
그리스도|터키석|페루지아|차드호|말리부|오만상|오만함|오만한|남한산성|남한강|라틴아메리카|한국어|일본어|독일어|러시아어|인도해|인도했|인도할
인도된|인도받|인도되|인도하|인도한|인도네시아어|가나자와|토고납""",
    "ar": """
تركي آل الشيخ|تركي الفيصل|الأمير تركي
المغرب العربي|صلاة المغرب|أذان المغرب|المحيط الهندي|خليج المكسيك|نيو مكسيكو|بحر الصين|أمريكا اللاتينية
أميركا اللاتينية|أمريكا الجنوبية|أمريكا الشمالية|أميركا الجنوبية|أميركا الشمالية|غينيا الجديدة|خليج غينيا
ولاية جورجيا|جورجيا ميلوني|نهر الأردن""",
    "ru": """
русский язык|русского языка|русском языке|русскому языку|английский язык|немецкий язык|латиноамериканский
южноамериканский|датский дог|немецкая овчарка|китайская грамота|турецкая баня
американская мечта
Латинская Америка|Латинской Америки|Латинской Америке|Южная Америка|Южной Америки|Южной Америке
Северная Америка|Северной Америки|Северной Америке|Индийский океан|Индийского океана|Индийском океане
Мексиканский залив|Мексиканского залива|Мексиканском заливе|Новая Англия|Новой Англии|Гвинейский залив
Гвинейского залива|американские горки|американских горок|русская рулетка|грецкий орех|Новая Гвинея
Новой Гвинеи|морская свинка|Джорджия|Нью-Мексико|испанский грипп""",
}

# Names (folded) that mean other things as well, by language.
CAREFUL: dict[str, dict[str, Care]] = {
    "en": {
        "georgia": _care(
            "tbilisi batumi abkhazia ossetia saakashvili kutaisi zourabichvili kobakhidze ivanishvili caucasus",
            "russia russian armenia azerbaijan moldova ukraine",
            "atlanta savannah augusta macon kemp gop republican republicans democrat democrats democratic senate senator "
            "senators governor gov county bulldogs fulton raffensperger abrams warnock ossoff runoff alabama florida tennessee "
            "carolina louisiana mississippi texas ohio michigan pennsylvania arizona wisconsin nevada trump biden sheriff",
        ),
        "georgian": _care(
            "tbilisi georgia batumi abkhazia caucasus saakashvili",
            "russia russian armenia parliament opposition government president minister",
            "atlanta regency victorian terrace",
        ),
        "georgians": _care(
            "tbilisi batumi abkhazia caucasus saakashvili",
            "russia russian armenia",
            "atlanta republican republicans senate voting",
        ),
        "monaco": _care("monegasque monegasques carlo ligue prix grimaldi", otherwise=True),
        "israel": _care("israeli israelis jerusalem gaza netanyahu tel", otherwise=True),
        "kenya": _care("kenyan kenyans nairobi", otherwise=True),
        "india": _care("indian indians delhi mumbai modi", otherwise=True),
        "china": _care("chinese beijing xi shanghai wuhan hong", otherwise=True),
        "jordan": _care(
            "amman jordanian jordanians hashemite zaatari aqaba irbid",
            "israel syria iraq egypt lebanon palestinian palestinians saudi qatar refugees king kingdom government army border "
            "parliament embassy ambassador foreign",
            "nba bulls basketball sneakers nike ohio chargers",
            "in into across throughout neighboring neighbouring",
        ),
        "chad": _care(
            "ndjamena n'djamena chadian chadians deby djamena",
            "sudan niger cameroon libya nigeria africa african sahel darfur boko army government junta rebels parliament "
            "border embassy",
            "quarterback nfl",
            "in into across throughout from neighboring neighbouring eastern northern southern western",
        ),
        "turkey": _care(
            "ankara istanbul turkish erdogan turks bosphorus kurdish",
            "",
            "thanksgiving recipe recipes roast roasted roasting stuffing sandwich poultry oven gravy cranberry butterball "
            "birds bird hens drumstick pardons pardoned fryer cooked",
            "in to from with against by into across",
            otherwise=True,
        ),
        "jersey": _care(
            "guernsey alderney jersey's helier", "channel brexit fishing", "shirt shorts yankees team knitted"
        ),
        "guinea": _care(
            "conakry guinean guineans doumbouya", "ebola africa african mali liberia leone senegal junta coup", ""
        ),
        "ireland": _care("irish dublin taoiseach", otherwise=True),
        "america": _care("", "", "ferrera", otherwise=True),
        "wales": _care("welsh cardiff swansea", "", "wikipedia", otherwise=True),
        "holland": _care("dutch amsterdam netherlands hague rotterdam", "", "", "in"),
        "dominica": _care("roseau dominicans", "caribbean hurricane island", otherwise=True),
        "grenada": _care("grenadian grenadians", "caribbean island hurricane", "mississippi"),
        "montserrat": _care("soufriere", "caribbean volcano island", "barcelona catalonia abbey monastery caballe"),
        "macedonia": _care("skopje zaev macedonian macedonians", "greece balkans", "alexander"),
        "lebanon": _care(
            "beirut lebanese hezbollah", "", "pennsylvania ohio tennessee indiana hampshire kentucky", otherwise=True
        ),
        "gaza": _care(otherwise=True),
        "us": _care(otherwise=True),
        "mali": _care("bamako malian malians", "sahel niger burkina africa african france jihadists", "", "in"),
        "trinidad": _care("tobago", "caribbean"),
        "samoa": _care("samoan samoans apia", "pacific", "", otherwise=True),
        "guam": _care(otherwise=True),
        "niue": _care(otherwise=True),
        "saint vincent": _care("", "caribbean grenadines volcano"),
        "st martin": _care("", "caribbean hurricane irma"),
        "st barthelemy": _care("", "caribbean hurricane irma"),
    },
    "fr": {
        "georgie": _care(
            "tbilissi georgien georgienne georgiens georgiennes batoumi abkhazie ossetie saakachvili caucase zourabichvili",
            "russie russe armenie azerbaidjan moldavie ukraine moscou",
            "atlanta savannah floride republicain republicains republicaine democrate democrates senateur caroline alabama "
            "texas pennsylvanie michigan trump biden kemp",
            "en",
            otherwise=False,
        ),
        "maurice": _care("mauricien mauricienne mauriciens mauriciennes jugnauth", "rodrigues chagos"),
        "ile maurice": _care(otherwise=True),
        "dominique": _care("roseau dominiquais dominiquaise", "", "", "la"),
        "grenade": _care(
            "grenadien grenadienne", "caraibes antilles", "andalousie alhambra explosion lacrymogene espagne"
        ),
        "jersey": _care("jersiais jersiaise guernesey", "anglo-normande anglo normandes peche brexit", "maillot pull"),
        "saint martin": _care("marigot", "caraibes antilles irma guadeloupe ouragan antillaise"),
        "saint barthelemy": _care("gustavia", "caraibes antilles irma guadeloupe ouragan", "massacre huguenots 1572"),
        "saint marin": _care(otherwise=True),
        "sainte helene": _care("jamestown", "atlantique napoleon", ""),
        "sainte lucie": _care("castries", "caraibes antilles"),
        "montserrat": _care("", "caraibes antilles volcan", "barcelone catalogne caballe"),
        "salvador": _care(
            "bukele salvadorien salvadorienne salvadoriens salvadoriennes", "", "dali allende bahia bresil", "le au du"
        ),
        "hollande": _care(
            "amsterdam neerlandais neerlandaise neerlandaises rotterdam haye",
            "",
            "francois socialiste elysee president ps",
            "en",
        ),
        "guyane": _care(otherwise=True),
        "la reunion": _care(otherwise=True),
        "mali": _care(otherwise=True),
        "oman": _care(otherwise=True),
        "wallis": _care("futuna"),
    },
    "de": {
        "georgia": _care(),
        "jersey": _care("guernsey", "kanalinsel kanalinseln"),
        "island": _care(
            "reykjavik islandische islandischen islander",
            "vulkan grindavik",
            "",
            "in auf nach aus von fur gegen",
            otherwise=True,
        ),
        "us": _care(otherwise=True),
        "amerika": _care(otherwise=True),
        "wales": _care("cardiff waliser walisische", "england schottland", "wikipedia", "in aus gegen nach"),
        "holland": _care(
            "amsterdam niederlandische niederlandischen niederlande niederlanden", "", "", "in aus nach gegen"
        ),
        "moldau": _care(
            "chisinau moldauische moldauischen moldauisch sandu transnistrien",
            "eu russland ukraine",
            "smetana prag fluss",
            "republik",
        ),
        "st martin": _care("", "karibik hurrikan irma"),
        "guinea": _care(otherwise=True),
        "mali": _care(otherwise=True),
        "montserrat": _care("", "karibik vulkan", "barcelona katalonien kloster"),
    },
    "es": {
        "georgia": _care(
            "tiflis tbilisi georgiano georgiana georgianos georgianas abjasia osetia caucaso",
            "rusia armenia azerbaiyan moldavia",
            "atlanta republicano republicanos republicana democrata democratas senador florida alabama texas trump biden",
        ),
        "chad": _care("yamena chadiano chadiana", "sudan niger africa sahel libia camerun", "", "en del"),
        "granada": _care("granadino", "caribe antillas", "alhambra andalucia universidad lorca betis sierra"),
        "mauricio": _care("mauriciano mauriciana", "chagos indico", "", ""),
        "isla mauricio": _care(otherwise=True),
        "san martin": _care("", "caribe irma huracan", "tours general jose"),
        "san bartolome": _care("", "caribe irma huracan"),
        "san pedro y miquelon": _care(otherwise=True),
        "santa elena": _care("jamestown", "atlantico napoleon"),
        "santa lucia": _care("castries", "caribe antillas"),
        "dominica": _care("roseau", "caribe huracan isla"),
        "guinea": _care(otherwise=True),
        "gales": _care("cardiff galeses", "inglaterra escocia", "", "de en contra"),
        "montserrat": _care("", "caribe volcan", "barcelona cataluna caballe monasterio"),
        "reunion": _care("", "mayotte indico isla"),
        "guadalupe": _care("", "martinica antillas", "virgen madrid basilica hidalgo"),
        "salvador": _care("bukele"),
        "jersey": _care("guernesey", "canal"),
        "malvinas": _care(otherwise=True),
        "palaos": _care(otherwise=True),
    },
    "it": {
        "georgia": _care(
            "tbilisi georgiano georgiana georgiani abkhazia ossezia caucaso",
            "russia armenia azerbaigian moldavia",
            "atlanta repubblicano repubblicani democratici senatore florida alabama trump biden kemp",
        ),
        "riunione": _care("", "mayotte mauritius"),
        "saint martin": _care("", "caraibi irma uragano"),
        "dominica": _care("roseau", "caraibi uragano isola"),
        "montserrat": _care("", "caraibi vulcano", "barcellona catalogna caballe"),
        "galles": _care("cardiff gallesi", "inghilterra scozia", "", "del in il contro dal"),
        "jersey": _care("guernsey", "manica"),
        "usa": _care(otherwise=True),
        "gaza": _care(otherwise=True),
    },
    "pt": {
        "georgia": _care(
            "tbilisi georgiano georgiana georgianos abecasia abkhazia ossetia caucaso",
            "russia armenia azerbaijao moldavia",
            "atlanta republicano republicanos democratas senador florida alabama trump biden meloni giorgia",
        ),
        "chade": _care(otherwise=True),
        "granada": _care("", "caribe antilhas", "alhambra andaluzia espanha lancador explosao"),
        "mauricio": _care("", "chagos"),
        "ilhas mauricio": _care(otherwise=True),
        "sao martinho": _care("", "caribe irma furacao"),
        "sao bartolomeu": _care("", "caribe irma furacao"),
        "santa helena": _care("jamestown", "atlantico napoleao"),
        "santa lucia": _care("castries", "caribe antilhas"),
        "dominica": _care("roseau", "caribe furacao"),
        "reuniao": _care("", "mayotte"),
        "guadalupe": _care("", "martinica antilhas"),
        "montserrat": _care("", "caribe vulcao", "barcelona catalunha caballe"),
        "jersey": _care("guernsey", "canal"),
    },
    "ru": {
        "того": _care("ломе тоголезский тоголезского"),
        "чад": _care("нджамена чадский чадского", "африка африке судан нигер", "", "в"),
        "доминика": _care("розо", "карибы"),
        "америка": _care(otherwise=True),
    },
    "ko": {
        "수단": _care("하르툼 다르푸르 남수단", "반군 내전 아프리카 부르한 에티오피아"),
        "말리": _care("바마코", "아프리카 사헬 니제르 지하디스트"),
        "오만": _care("무스카트", "이란 중동 예멘 해협 호르무즈"),
        "아이티": _care("포르토프랭스 갱단", "카리브 지진 도미니카공화국 허리케인"),
        "조지아": _care(
            "트빌리시 조지아인",
            "러시아 아르메니아 아제르바이잔 우크라이나",
            "애틀랜타 공화당 민주당 상원 하원 현대차 공장",
        ),
        "인도": _care(
            "뉴델리 모디 뭄바이 인도인 델리", "", "로봇 보행자 차도 킥보드 자전거 가로수 도로", otherwise=True
        ),
        "저지": _care(),
        "건지": _care(),
        "도미니카": _care("로조"),
        "이란": _care(otherwise=True),
        "가자": _care("이스라엘 하마스 팔레스타인 라파"),
        "괌": _care(otherwise=True),
        "가봉": _care("리브르빌", "아프리카 쿠데타"),
        "통가": _care("누쿠알로파", "태평양 화산 쓰나미"),
    },
    "ar": {
        "مالي": _care("باماكو", "الساحل النيجر بوركينا افريقيا", "", "في شمالي دوله"),
        "عمان": _care("مسقط سلطنه العماني العمانيه", "", "الاردن الاردني الاردنيه", "سلطنه"),
        "قطر": _care("الدوحه القطري القطريه", "الخليج السعوديه الامارات", "", "في دوله"),
        "بنين": _care("كوتونو", "نيجيريا افريقيا توغو", "", "في دوله"),
        "جورجيا": _care(
            "تبليسي الجورجي الجورجيه ابخازيا اوسيتيا",
            "روسيا ارمينيا اذربيجان",
            "اتلانتا ولايه ترامب بايدن الجمهوري ميلوني",
        ),
        "تونغا": _care(otherwise=True),
        "المغرب": _care(otherwise=True),
        "بليز": _care("بلموبان"),
    },
    "ja": {
        "ジョージア": _care("トビリシ", "ロシア アルメニア アゼルバイジャン 南オセチア", "アトランタ 共和党 民主党"),
        "マリ": _care("バマコ", "ニジェール アフリカ サヘル"),
        "タイ": _care("バンコク タイ人 タイ政府", "", "本塁打 記録 ネクタイ", otherwise=True),
        "チリ": _care("サンティアゴ", "南米 大統領 地震 銅", "", otherwise=True),
    },
    "zh": {
        "马里": _care("巴马科", "非洲 尼日尔 萨赫勒"),
        "多米尼克": _care("罗索", "加勒比"),
    },
}

# Right before a country's name these make it a street, with small words between; in French never without one: the street of
# a country (`la rue algérienne`) is its people.
STREETS: dict[str, frozenset[str]] = {
    "fr": listed("rue avenue boulevard quai impasse allee faubourg square"),
    "es": listed("calle avenida plaza paseo carrer"),
    "it": listed("via corso piazza viale piazzale"),
    "pt": listed("rua avenida praca travessa alameda"),
    "ar": listed("شارع ميدان جسر"),
}
STREET_LINKS = listed("de du des d la le l del della dell di do da")
# The same right after it, with a capital.
STREETS_AFTER: dict[str, frozenset[str]] = {
    "en": listed("street avenue road lane drive boulevard grove terrace crescent")
}
# Before a name of one word these make it a person's.
PERSON_TITLES = listed("herr frau mr mrs ms mme mlle monsieur madame senor senora sr sra signor signora")
# Towns of these states are called after countries: Lebanon, Tennessee. Two words are told by their first.
STATES = listed(
    """alabama arkansas colorado connecticut delaware florida idaho illinois indiana iowa kansas kentucky louisiana maine
    maryland massachusetts michigan minnesota mississippi missouri montana nebraska nevada hampshire ohio oklahoma oregon
    pennsylvania tennessee texas utah vermont virginia wisconsin wyoming"""
)
NO_TOWNS = listed("mexico canada")  # neighbours, named beside states
# What a phrase holds that is water and no person: where a text has the Gulf of Guinea, Guinea is still a country.
WATERS = listed(
    "lake river sea gulf delta basin ocean lac fleuve mer golfe bassin lago rio golfo mar see golf nehr залив океан"
)

# "Congo" alone is one of two neighbours; what else the text names decides, and without it none is chosen.
CONGO_NAMES = ("Congo", "Kongo", "Конго", "콩고", "コンゴ", "الكونغو", "刚果", "剛果")
CONGO = {
    "CD": listed(
        "kinshasa goma bukavu kivu tshisekedi m23 ituri katanga lubumbashi kisangani beni kabila rdc drc киншаса гома "
        "킨샤사 고마 キンシャサ ゴマ كينشاسا غوما 金沙萨 戈马"
    ),
    "CG": listed("brazzaville sassou браззавиль 브라자빌 ブラザビル برازافيل 布拉柴维尔"),
}
