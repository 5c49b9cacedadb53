"""Territories of ISO 3166-1, what CLDR does not call them but newspapers do.

The names proper come from CLDR through babel, in every language that it covers; see `places.py`. Here are, per language,
further names in the form ``CODE name|name``. Names that mean other things as well are in `ambiguous.py`.
"""

from aggregator.text.words import listed

TERRITORIES = listed(
    """AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA
    CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB
    GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG
    KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV
    MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB
    SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US
    UY UZ VA VC VE VG VI VN VU WF WS XK YE YT ZA ZM ZW"""
)


# Written alike in every language of the Latin script.
EVERYWHERE = "US USA"

# Two countries in one word, as headlines of East Asia name them.
PAIRS: dict[str, str] = {
    "ko": """KP RU 북러|러북
KR US 한미
CN US 미중|중미 갈등
CN KP 북중
JP KR 한일
CN KR 한중
RU US 미러
KP US 북미 정상|북미 회담|북미 대화
CN JP KR 한중일
JP KR US 한미일
CN RU 중러""",
    "ja": """JP KR 日韓
JP US 日米
CN JP 日中
CN US 米中
KP US 米朝
KP RU 露朝|ロ朝|朝露
CN RU 中露|中ロ
RU US 米露|米ロ
JP RU 日露|日ロ
JP KP 日朝
KR US 米韓
JP KR US 日米韓
CN JP KR 日中韓""",
    "zh": """CN US 中美|美中
RU US 美俄|俄美
KP RU 俄朝|朝俄
CN RU 中俄
CN JP 中日
RU UA 俄乌|俄烏
JP US 美日|日美
KR US 韩美|美韩""",
}

NAMES: dict[str, str] = {
    "fr": """
US États-Unis d'Amérique|Amérique de Trump|Amérique de Biden|Etats-Unis
GB Grande-Bretagne|Angleterre|Écosse|Pays de Galles|Irlande du Nord
AE Émirats|Emirats arabes unis
BA Bosnie
BY Bélarus|Belarus
CD RDC|RD Congo|République démocratique du Congo|Congo démocratique
CF Centrafrique
SS Sud-Soudan
SB îles Salomon|Salomon
CG République du Congo
CI Côte-d'Ivoire
CN République populaire de Chine
CV Cabo Verde
CZ République tchèque
FK Malouines|Falkland
FJ Fidji|Iles Fidji
GF Guyane
HK Hong Kong|Hong-kong|Hongkong
KG Kirghizie|Kirghizstan|Kirghizistan
KP Corée-du-Nord|République populaire démocratique de Corée|RPDC
KR République de Corée
LK Sri-Lanka
LU Grand-Duché de Luxembourg
MD Moldova
MF Saint-Martin
MM Birmanie|Myanmar
MO Macao
MU île Maurice|Maurice
NL Hollande
PS Palestine|bande de Gaza|Cisjordanie|Autorité palestinienne
RU Fédération de Russie|Fédération russe
SY République arabe syrienne
SZ Swaziland
TL Timor-Leste|Timor-oriental
TW Taiwan|Taïwan
VA Vatican|Saint-Siège
VN Vietnam|Viêt-Nam|Viet Nam
ZA Afrique-du-Sud
KN Saint-Kitts-et-Nevis|Saint-Christophe-et-Niévès
RE La Réunion
SV Salvador""",
    "en": """
US United States of America|America|U.S.|U.S.A.|US
GB Britain|Great Britain|UK|U.K.|England|Scotland|Wales|Northern Ireland
AE UAE|Emirates|U.A.E.
AG Antigua and Barbuda
BA Bosnia|Bosnia and Herzegovina|Bosnia-Herzegovina
CD DRC|DR Congo|D.R. Congo|Democratic Republic of the Congo|Democratic Republic of Congo|Congo-Kinshasa
CF Central African Republic
CG Republic of the Congo|Republic of Congo|Congo-Brazzaville
CI Ivory Coast|Cote d'Ivoire
CN People's Republic of China|mainland China
CV Cabo Verde
CZ Czech Republic
FK Falklands|Falkland Islands
HK Hong Kong
IR Islamic Republic of Iran
KN Saint Kitts and Nevis|St Kitts and Nevis
KP DPRK|Democratic People's Republic of Korea
KR Republic of Korea|S. Korea|S Korea
LC Saint Lucia|St Lucia
MK Macedonia
MM Myanmar|Burma
MO Macau|Macao
NL Holland|the Netherlands
PS Palestine|Gaza Strip|West Bank|Gaza|Palestinian Authority
RU Russian Federation
SZ Swaziland
ST Sao Tome
TL East Timor
TR Turkey|Türkiye|Turkiye
TT Trinidad and Tobago|Trinidad
VA Vatican|Holy See
VC Saint Vincent|St Vincent and the Grenadines
VI Virgin Islands
VN Viet Nam
KG Kyrgyz Republic""",
    "de": """
US Vereinigte Staaten von Amerika|Vereinigten Staaten|US|U.S.|Amerika
GB Großbritannien|England|Schottland|Wales|Nordirland|Vereinigten Königreich
AE Emirate|VAE|Vereinigten Arabischen Emirate|Vereinigten Arabischen Emiraten
BA Bosnien|Bosnien-Herzegowina
BY Weißrussland|Weissrussland
CD DR Kongo|Demokratische Republik Kongo|Demokratischen Republik Kongo|Kongo-Kinshasa
CF Zentralafrikanischen Republik
CG Republik Kongo
CI Elfenbeinküste
CN Volksrepublik China
CV Kap Verde
CZ Tschechische Republik|Tschechischen Republik
DE Bundesrepublik|Bundesrepublik Deutschland
DO Dominikanischen Republik
FK Falklandinseln
GB Vereinigtes Königreich
HK Hongkong|Hong Kong
KP Nordkorea|Nord-Korea|DVRK
KR Südkorea|Süd-Korea|Republik Korea
LK Sri Lanka
MD Moldau|Moldawien|Republik Moldau
MM Burma|Birma|Myanmar
MO Macau|Macao
NL Holland|Niederlanden
PH Philippinen
PS Palästina|Gazastreifen|Gaza-Streifen|Westjordanland|Palästinensergebiete|Palästinensergebieten|Gaza
RU Russische Föderation|Russischen Föderation
SZ Swasiland|Eswatini
TL Osttimor
VA Vatikan|Heiliger Stuhl|Heiligen Stuhl
VN Viet Nam""",
    "es": """
US EE. UU.|EE.UU.|EEUU|EE UU|Estados Unidos de América|EUA
GB Gran Bretaña|Inglaterra|Escocia|Gales|Irlanda del Norte
AE Emiratos
BA Bosnia|Bosnia-Herzegovina
BD Bangladesh
BH Bahréin
BY Belarús|Belarus
CD RDC|RD Congo|República Democrática del Congo|R. D. Congo
CF República Centroafricana
CG República del Congo|Congo-Brazzaville
CI Costa de Marfil
CZ República Checa
FK Malvinas
HK Hong Kong
KE Kenia
KP Corea del Norte
KR Corea del Sur|República de Corea
MM Birmania|Myanmar
MO Macao
MW Malawi
MX Méjico
NL Holanda
NZ Nueva Zelandia
PS Palestina|Franja de Gaza|Gaza|Cisjordania
RO Rumania
RU Federación Rusa|Federación de Rusia
SA Arabia Saudita
SZ Suazilandia
TL Timor Oriental
VA Vaticano|Santa Sede
BW Botswana
ZW Zimbabwe
RW Rwanda|Ruanda
TR Türkiye
QA Qatar
IQ Iraq
FJ Fiji""",
    "it": """
US Stati Uniti d'America|Usa|U.S.A.
GB Gran Bretagna|Inghilterra|Scozia|Galles|Irlanda del Nord
AE Emirati
BA Bosnia|Bosnia-Erzegovina
BY Bielorussia|Belarus
CD Repubblica Democratica del Congo|RDC|Congo-Kinshasa
CG Repubblica del Congo
CZ Repubblica Ceca
AZ Azerbaijan
CF Centrafrica
CV Capo Verde
FK Falkland|Malvinas
HK Hong Kong
KP Corea del Nord
KR Corea del Sud
MM Birmania|Myanmar
MO Macao
NL Olanda
MD Moldova
PS Palestina|Striscia di Gaza|Gaza|Cisgiordania
RU Federazione Russa
TL Timor Est
VA Vaticano|Santa Sede
SZ Swaziland
GL Groenlandia
PR Porto Rico
IQ Irak""",
    "pt": """
US EUA|Estados Unidos da América
GB Grã-Bretanha|Inglaterra|Escócia|País de Gales|Irlanda do Norte
AE Emirados
AM Arménia
BA Bósnia
BH Bahrein
BY Belarus|Bielorússia
CD RDC|República Democrática do Congo|RD Congo
CZ República Tcheca|República Checa|Chéquia
CF República Centro-Africana
EE Estónia
FK Malvinas
GN Guiné-Conacri
HK Hong Kong
IR Irão
KE Quénia|Quênia
KP Coreia do Norte
KR Coreia do Sul
LV Letónia
MC Mónaco
MK Macedónia do Norte
MM Birmânia|Myanmar|Mianmar
MO Macau
NL Holanda
PL Polónia
PS Palestina|Faixa de Gaza|Gaza|Cisjordânia
QA Qatar
RO Roménia
RU Federação Russa|Federação da Rússia
SI Eslovénia
TL Timor Leste
VA Vaticano|Santa Sé
VN Vietname|Vietnã
YE Iémen
ZW Zimbabwe
UA Ucrânia""",
    "ko": """
US 미국
GB 영국|잉글랜드|스코틀랜드|웨일스
AE 아랍에미리트|UAE
AU 호주|오스트레일리아
BA 보스니아
CD 콩고민주공화국|민주콩고|DR콩고
CF 중앙아프리카공화국
CG 콩고공화국
CZ 체코
DO 도미니카공화국
EH 서사하라
GQ 적도기니
HK 홍콩
KR 한국|대한민국|남한
KP 북한|조선민주주의인민공화국
LA 라오스
MM 미얀마|버마
MO 마카오
PS 팔레스타인|가자지구|가자|요르단강 서안
RU 러시아
SA 사우디|사우디아라비아
SB 솔로몬제도
SS 남수단
TR 튀르키예|터키
TW 대만|타이완
VA 바티칸|교황청
VN 베트남
ZA 남아공|남아프리카공화국
BF 부르키나파소
NZ 뉴질랜드
MN 몽골|몽고
GE 조지아
ET 에티오피아""",
    "ja": """
US アメリカ|米国|米政府
GB イギリス|英国|イングランド|スコットランド|ウェールズ|英政府
AE アラブ首長国連邦|ＵＡＥ|UAE
AG アンティグア
AU オーストラリア|豪州
BA ボスニア
CD コンゴ民主共和国
CF 中央アフリカ
CG コンゴ共和国
DE ドイツ|独政府
FM ミクロネシア
FR フランス|仏政府
HK 香港
IN インド
KP 北朝鮮
KR 韓国
MM ミャンマー|ビルマ
MO マカオ
PS パレスチナ|ガザ|ヨルダン川西岸
RU ロシア|露政府
SA サウジアラビア|サウジ
ST サントメ
TR トルコ|トルコ共和国
TT トリニダード
TW 台湾
VA バチカン|ローマ教皇庁
VN ベトナム|ヴェトナム
DM ドミニカ国
DO ドミニカ共和国
GR ギリシャ|ギリシア
GE ジョージア|グルジア""",
    "zh": """
US 美国|美國|美方
GB 英国|英國|英格兰|苏格兰|威尔士
AE 阿联酋|阿聯
CD 刚果民主共和国|刚果（金）|刚果(金)|剛果民主共和國
CG 刚果共和国|刚果（布）|刚果(布)
HK 香港
MO 澳门|澳門
KP 朝鲜|北韩|朝鮮|北韓
KR 韩国|南韩|韓國|南韓
NZ 新西兰|紐西蘭|纽西兰
PS 巴勒斯坦|加沙|加薩|约旦河西岸
RU 俄罗斯|俄羅斯
TW 台湾|臺灣|台灣
SA 沙特|沙特阿拉伯|沙烏地
VA 梵蒂冈|梵蒂岡
CN 中国|中國
FR 法国|法國
DE 德国|德國
TH 泰国|泰國
UA 乌克兰|烏克蘭
IN 印度
BA 波黑|波斯尼亚""",
    "ar": """
US أمريكا|أميركا|الولايات المتحدة الأمريكية|الولايات المتحدة الأميركية
GB بريطانيا|إنجلترا|إنكلترا|اسكتلندا|ويلز|إيرلندا الشمالية
AE الإمارات|الإمارات العربية المتحدة
AR الأرجنتين
AU أستراليا|استراليا
BA البوسنة
BY بيلاروسيا|روسيا البيضاء
CD الكونغو الديمقراطية|جمهورية الكونغو الديمقراطية|الكونغو الديموقراطية
CF أفريقيا الوسطى|إفريقيا الوسطى
CG جمهورية الكونغو|الكونغو برازافيل
CI كوت ديفوار|ساحل العاج
CV الرأس الأخضر
CZ التشيك|جمهورية التشيك
DK الدنمارك|الدانمارك
DO الدومينيكان|جمهورية الدومينيكان
GR اليونان
HK هونغ كونغ
HU المجر|هنغاريا
IE إيرلندا|أيرلندا
IS أيسلندا|آيسلندا
KP كوريا الشمالية
KR كوريا الجنوبية
KW الكويت
MA المغرب
MM ميانمار|بورما
MO ماكاو
MT مالطا|مالطة
MY ماليزيا
NL هولندا
NZ نيوزيلندا
PS فلسطين|قطاع غزة|غزة|الضفة الغربية
RU روسيا|روسيا الاتحادية
SA السعودية|المملكة العربية السعودية
SE السويد
SI سلوفينيا
SO الصومال
SS جنوب السودان
SY سوريا|سورية
TL تيمور الشرقية
TW تايوان
TZ تنزانيا
UA أوكرانيا|اوكرانيا
VA الفاتيكان
ZA جنوب أفريقيا|جنوب إفريقيا
EG مصر
CH سويسرا
FR فرنسا""",
    "ru": """
US США|Соединенные Штаты Америки|Америка
GB Великобритания|Британия|Англия|Шотландия|Уэльс|Северная Ирландия
AE ОАЭ|Эмираты
BA Босния
BY Беларусь|Белоруссия
CD ДРК|ДР Конго|Демократическая Республика Конго
CF ЦАР|Центральноафриканская Республика
CG Республика Конго|Республики Конго|Республике Конго|Республику Конго|Республикой Конго
CN КНР|Китай
DE ФРГ|Германия
DO Доминикана|Доминиканская Республика
FK Фолклендские острова
HK Гонконг
KG Киргизия|Кыргызстан
KP КНДР|Северная Корея
KR Южная Корея|Республика Корея
MD Молдавия|Молдова
MM Мьянма|Бирма
MO Макао
NL Голландия|Нидерланды
PS Палестина|сектор Газа|Западный берег
RU Российская Федерация|РФ|Россия
TL Восточный Тимор
TM Туркмения|Туркменистан
TR Турция
VA Ватикан|Святой Престол
ZA ЮАР
SV Сальвадор
CY Кипр
EE Эстония
SY Сирия""",
}

LABELS: dict[str, dict[str, str]] = {
    "HK": {"fr": "Hong Kong", "en": "Hong Kong", "de": "Hongkong", "es": "Hong Kong", "ko": "홍콩", "ja": "香港"},
    "MO": {"fr": "Macao", "en": "Macao", "de": "Macau", "es": "Macao", "ko": "마카오", "ja": "マカオ"},
    "MM": {"fr": "Birmanie", "en": "Myanmar", "es": "Birmania", "it": "Birmania", "ja": "ミャンマー"},
    "PS": {
        "fr": "Palestine",
        "en": "Palestinian Territories",
        "de": "Palästina",
        "ko": "팔레스타인",
        "ja": "パレスチナ",
    },
    "TR": {"en": "Turkey"},
    "VA": {"fr": "Vatican", "en": "Vatican", "de": "Vatikan", "es": "Vaticano"},
    "MU": {"fr": "Île Maurice"},
    "VN": {"fr": "Vietnam"},
}
