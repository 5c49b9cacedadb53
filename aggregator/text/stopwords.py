"""Words that carry grammar, not subject, per language: our own lists, written for news.

They do two jobs in `text/language.py`: they vote on the language of a text, and they are left out of what makes texts
alike. Each list is one string of lower-case words as written (accents kept); clitics that `words()` splits off are in it.
"""

STOP_WORDS_AS_WRITTEN: dict[str, str] = {
    "fr": """
        le la les l un une des du de d au aux à en dans par pour sur sous vers chez entre sans avec contre depuis
        pendant avant après dès jusque jusqu lors et ou où mais donc or ni car que qu qui quoi dont quand comme si ce
        c cet cette ces celui celle ceux celles ça cela ceci je j tu il elle on nous vous ils elles me m te t se s lui
        leur leurs y mon ma mes ton ta tes son sa ses notre nos votre vos eux soi moi toi ne n pas plus moins très peu
        trop tout toute tous toutes aucun aucune autre autres même mêmes tel telle quel quelle quels quelles chaque
        plusieurs quelques être est suis es sommes êtes sont était étaient été étant sera seront serait soit soient
        fut furent avoir ai as a avons avez ont avait avaient eu aura auront aurait ait fait faire font peut peuvent
        pourrait doit doivent va vont aller vient dit dire a-t-il alors ainsi aussi encore déjà toujours jamais ici là
        puis ensuite enfin selon afin parce lorsque lorsqu puisque puisqu tandis bien non oui voici voilà via hors
        aujourd hui
    """,
    "en": """
        the a an of to in on at by for from with without into onto over under about against between among through
        during before after since until off out up down near and or but nor so yet if than then as because while when
        where why how what who whom whose which that this these those it its he him his she her hers they them their
        theirs we us our ours you your yours i me my mine is are was were be been being am do does did done doing have
        has had having will would shall should can could may might must not no yes all any both each few more most
        much many other others another some such only own same too very just also even still again further once here
        there now ever never said says say told s t re ve ll d m don doesn didn isn wasn aren weren hasn haven won
        wouldn couldn mr mrs ms upon per via amid one two get got
    """,
    "de": """
        der die das des dem den ein eine einer eines einem einen kein keine keiner keinen und oder aber denn sondern
        doch wenn weil dass daß ob als wie wo was wer wen wem wessen welche welcher welches wann warum in im an am auf
        aus bei beim mit nach vor von vom zu zum zur über unter um durch für gegen ohne bis seit während wegen
        zwischen hinter neben ich du er sie es wir ihr mich dich sich uns euch mir dir ihm ihn ihnen mein dein sein
        seine seiner seinen seinem ihre ihrer ihren ihrem unser unsere euer dieser diese dieses diesem diesen jener
        jene jeder jede jedes alle allem allen aller alles man nicht nichts auch nur noch schon sehr mehr viel viele
        wenig so dann da dort hier jetzt nun immer wieder ist sind war waren bin bist sei seien wäre gewesen wird
        werden wurde wurden worden haben hat hatte hatten habe kann können könnte konnte muss müssen soll sollen
        sollte will wollen wollte darf dürfen mag sagte sagt laut etwa bereits zudem damit dabei daran davon dazu
        dafür darauf
    """,
    "es": """
        el la los las lo un una unos unas de del al a ante bajo con contra desde durante en entre hacia hasta para por
        según sin sobre tras y e o u ni que qué quien quién quienes cual cuál cuales cuyo cuando cuándo donde dónde
        como cómo si no sí pero sino porque pues aunque mientras ya más menos muy mucho mucha muchos muchas poco tan
        tanto también tampoco todo toda todos todas otro otra otros otras mismo misma cada algún alguna algunos ningún
        ninguna este esta estos estas ese esa esos esas aquel aquella esto eso ello yo tú él ella nosotros ustedes
        ellos ellas me te se nos os le les mi tu su sus mis tus nuestro nuestra es son era eran fue fueron ser sido
        siendo será serán sería está están estaba estaban estar ha han había habían haber hay he hemos hizo hace hacer
        puede pueden podría debe deben tiene tienen tenía va van dijo así aún aquí allí entonces luego después antes
    """,
    "it": """
        il lo la i gli le l un uno una di a da in con su per tra fra del dello della dell dei degli delle al allo alla
        all ai agli alle dal dallo dalla dall dai dagli dalle nel nello nella nell nei negli nelle sul sullo sulla
        sull sui sugli sulle e ed o od ma però se che chi cui quale quali quando dove come perché perchè non più meno
        molto molta molti molte poco tanto anche ancora già mai sempre solo tutto tutta tutti tutte altro altra altri
        altre stesso stessa ogni alcuni alcune nessuno questo questa questi queste quello quella quelli quelle quest
        io tu lui lei noi voi loro mi ti si ci vi ne suo sua suoi sue mio mia nostro nostra è sono era erano fu essere
        stato stata stati state sia sarà saranno sarebbe ha hanno aveva avevano avere ho abbiamo può possono deve
        devono fa fare viene vengono detto dopo prima poi così qui là quindi mentre secondo contro senza verso dopo c
        d s
    """,
    "pt": """
        o a os as um uma uns umas de do da dos das em no na nos nas num numa ao à aos às por pelo pela pelos pelas
        para com sem sob sobre entre até desde contra após durante e ou mas nem que quem qual quais quando onde como
        se não sim porque pois embora enquanto já mais menos muito muita muitos muitas pouco tão também só todo toda
        todos todas outro outra outros outras mesmo mesma cada algum alguma alguns nenhum este esta estes estas esse
        essa esses essas aquele aquela isto isso aquilo eu tu ele ela nós vós eles elas me te lhe lhes meu minha seu
        sua seus suas nosso é são era eram foi foram ser sido será serão seria está estão estava estavam estar tem têm
        tinha tinham ter há houve havia pode podem poderia deve devem vai vão disse fez faz fazer ainda aqui ali então
        depois antes segundo você vocês
    """,
    "nl": """
        de het een des der den van in op aan met voor door bij naar uit over onder tegen tussen na om tot te ter ten
        zonder sinds tijdens vanaf en of maar want dus dat die dit deze als wanneer waar wie wat welke hoe waarom
        omdat terwijl ik jij je u hij zij ze wij we jullie hun hen hem haar zijn mijn jouw uw ons onze niet geen wel
        ook nog al meer veel zeer zo dan toen nu hier daar er is was waren ben bent wordt worden werd werden geworden
        heeft hebben had hadden heb kan kunnen kon moet moeten zal zullen zou zouden wil willen mag gaat gaan ging
        volgens alle andere ander elk iets niets zich zei
    """,
    "sv": """
        en ett den det de dem denna detta dessa och eller men att som om när var vad vem vilken vilket hur varför då
        så i på av till från med för vid hos mot under över efter innan mellan genom utan jag du han hon vi ni mig dig
        sig honom henne oss er min din sin sitt sina vår ert deras hans hennes är var varit vara blir blev blivit har
        hade haft ha kan kunde ska skulle måste vill får fick inte ingen inget också bara mycket mer mest många alla
        andra något någon nu här där än sedan enligt säger sade
    """,
    "da": """
        en et den det de dem denne dette disse og eller men at som om når hvor hvad hvem hvilken hvordan hvorfor da så
        i på af til fra med for ved hos mod under over efter før mellem gennem uden jeg du han hun vi i mig dig sig
        ham hende os jer min din sin sit sine vores deres hans hendes er var været være bliver blev blevet har havde
        haft have kan kunne skal skulle må vil ville får fik ikke ingen intet også kun meget mere mest mange alle
        andre noget nogen nu her der end siden ifølge siger sagde blandt op ud
    """,
    "no": """
        en ei et den det de dem denne dette disse og eller men at som om når hvor hva hvem hvilken hvordan hvorfor da
        så i på av til fra med for ved hos mot under over etter før mellom gjennom uten jeg du han hun vi dere meg deg
        seg ham henne oss min din sin sitt sine vår deres hans hennes er var vært være blir ble blitt har hadde hatt
        ha kan kunne skal skulle må vil ville får fikk ikke ingen ikkje også bare mye mer mest mange alle andre noe
        noen nå her der enn siden ifølge sier sa
    """,
    "fi": """
        ja tai mutta sekä että jos kun koska kuin vaan joka jotka jonka jossa josta mikä mitä missä mistä miten kuka
        ketä minä sinä hän me te he se ne tämä nämä tuo nuo sen sitä siitä siinä tämän tässä tästä niiden niitä heidän
        hänen minun sinun on ovat oli olivat ollut olla olisi ei eivät en ole eikä myös vain jo vielä nyt siellä
        täällä sitten ennen jälkeen kanssa mukaan välillä ilman yli alle noin hyvin enemmän kaikki muut muita sanoi
        sanoo kertoo voi pitää mutta
    """,
    "pl": """
        i a w we z ze na do od o u po za przez dla pod nad przed przy bez między oraz lub albo ale że żeby aby jeśli
        gdy kiedy gdzie jak co kto który która które którzy których którym czy ten ta to ci te tego tej tych tym tymi
        ja ty on ona ono my wy oni one mnie ciebie go jego jej ich im mu się siebie swój swoje swoją mój nasz nie tak
        już jeszcze tylko także również bardzo więcej jest są był była było były być będzie będą został została ma
        mają miał może mogą można musi powiedział według po tam tu teraz więc
    """,
    "cs": """
        a i v ve z ze na do od o u po za pro pod nad před při bez mezi nebo ale že aby když kde jak co kdo který která
        které kteří kterých kterým zda ten ta to ti ty toho té těch tím já on ona ono my vy oni mě jeho její jejich mu
        se si svůj svou své můj náš ne ano už ještě jen také velmi více je jsou byl byla bylo byli být bude budou má
        mají měl může mohou musí řekl podle tam tady nyní proto však
    """,
    "ro": """
        și si sau dar iar ori nici că să dacă când unde cum ce cine care cărui căror pe la în din de despre cu fără
        pentru prin după înainte între sub spre până un o unei unui unor al a ai ale lui lor acest această acesta
        aceasta acești aceste acel acea cei cele eu tu el ea noi voi ei ele îmi îți își ne vă îl îi le mă te se meu
        său sa sale nostru este sunt era erau fi fost va vor ar fie are au avea avut poate pot trebuie nu da mai
        foarte mult mulți multe tot toate toți doar încă deja astfel potrivit spus
    """,
    "hu": """
        a az egy és vagy de hogy ha mert mint amikor ahol aki ami amely akik amelyek mely ki mi hol hogyan miért ez
        azt ezt ezek azok ennek annak ebben abban erről arról én te ő mi ti ők nekem neki engem őt minket magát saját
        van vannak volt voltak lesz lett lenne lehet nem ne is csak már még most itt ott úgy így nagyon több sok
        minden más szerint után előtt között alatt felett nélkül való mondta kell fog meg el ki be fel le
    """,
    "tr": """
        ve veya ya da de ama fakat ancak çünkü ki ile için gibi kadar göre sonra önce karşı bu şu o bunu şunu onu
        bunun onun bunlar onlar ben sen biz siz beni seni bizi benim senin bizim kendi ne kim hangi nerede nasıl neden
        niçin bir her hiç bazı tüm bütün çok daha en az mi mı mu mü değil var yok olan olarak olduğu olduğunu oldu
        olacak edildi etti eden dedi söyledi ise bile artık şimdi burada orada
    """,
    "ca": """
        el la els les l un una uns unes de del dels d al als a en amb per pel pels sense sobre sota entre fins des
        contra i o ni però que què qui quin quan on com si no sí perquè ja més menys molt molta molts també tot tota
        tots altre altres aquest aquesta aquests aquestes aquell això ell ella nosaltres ells em et es ens us li seu
        seva seus és són era eren va van ser estat serà està estan ha han havia haver hi pot poden ha deu fa fer dir
        així ara aquí després abans segons
    """,
    "id": """
        yang dan atau di ke dari pada dengan untuk oleh dalam sebagai ini itu tersebut adalah ialah akan telah sudah
        belum tidak bukan jika bila karena sehingga agar bahwa saat ketika setelah sebelum antara tentang terhadap
        saya kamu dia ia kami kita mereka anda nya para ada juga hanya lebih sangat bisa dapat harus kata ujar menurut
        seperti secara masih lagi pun serta
    """,
    "vi": """
        và hoặc nhưng là của cho với trong trên dưới từ đến tại ở về theo vì nên nếu khi thì mà như này đó kia các
        những một được bị đã đang sẽ không có cũng chỉ rất nhiều hơn tôi anh ông bà họ chúng ta người ra vào lên xuống
        sau trước
    """,
    "ru": """
        и в во не что он она оно они на я с со как а то все всё так его но да ты к ко у же вы за бы по только её ее
        мне было вот от меня ещё еще нет о об из ему теперь когда даже ну ли если уже или ни быть был была были него
        до вас опять вам ведь там потом себя ничего ей может тут где есть надо ней для мы тебя их чем сам чтоб чтобы
        без будто чего раз тоже себе под будет тогда кто этот того потому этого какой ним здесь этом один почти мой
        тем сейчас были куда зачем всех при наконец два об другой хоть после над больше тот через эти нас про всего
        них какая много эту моя впрочем свою этой перед иногда лучше чуть том нельзя такой им более всегда конечно
        между это также который которая которые которых которого которой которым сообщает сообщил сообщила заявил
        заявила словам
    """,
    "uk": """
        і й та в у не що він вона воно вони на я з із зі як а то все так його але ти до же ви за б би по тільки її
        мені було від мене ще ні про об коли навіть чи якщо вже або бути був була були нього вас вам там потім себе
        нічого їй може тут де є треба для ми тебе їх чим сам щоб без чого теж собі під буде тоді хто цей того тому
        цього який яка яке які яких якого якій ним цьому один майже мій тим зараз при після над більше через ці нас
        них також між це заявив повідомив повідомляє словами
    """,
    "bg": """
        и в във не че той тя то те на аз с със като а но да ти към у вие за по само бе беше от още няма о кога дори ли
        ако вече или бъде бил била били до там после си нищо може тук където има трябва ние тях чрез при след над под
        повече тези това този тази който която което които също между са е съм ще са със според каза заяви
    """,
    "sr": """
        и у на је се да за са од не што он она оно они ја ти ми ви који која које којих су био била било били бити ће
        би или али ако када где како шта ко тај та то ови овај ова ово до по из о при код без због према након пре
        између само још већ врло више све сви свој његов њен њихов рекао каже i u na je se da za sa od ne što on ona
        ono oni ja ti mi vi koji koja koje kojih su bio bila bilo bili biti će bi ili ali ako kada gdje gde kako što
        tko ko taj ovaj ova ovo do po iz o pri kod bez zbog prema nakon prije između samo još već vrlo više sve svi
        svoj njegov njezin njihov rekao kaže
    """,
    "el": """
        ο η το οι τα του της των τον την τους τις στο στη στην στον στα στις στους και ή αλλά όμως αν όταν όπου όπως
        πως ότι που τι ποιος ποια ποιο για με από σε προς χωρίς μετά πριν κατά παρά μέσα έξω πάνω κάτω εγώ εσύ αυτός
        αυτή αυτό αυτοί αυτές αυτά εμείς εσείς μου σου μας σας είναι ήταν ήμουν έχει έχουν είχε είχαν θα να δεν μην μη
        ναι όχι πολύ πιο ένα ένας μία μια κάθε όλα όλοι επίσης μόνο ήδη ακόμη τώρα εδώ εκεί δήλωσε είπε σύμφωνα
    """,
    "ar": """
        في من إلى على عن مع بين حتى منذ خلال بعد قبل عند عندما حيث كما لكن أو أم و ثم ف ب ل ك إن أن أنّ إنّ لأن كي قد
        لقد لم لن لا ما ليس ليست غير سوى كل بعض أي أيضا أيضًا هذا هذه ذلك تلك هؤلاء الذي التي الذين اللذان اللاتي هو
        هي هم هن نحن أنا أنت أنتم كان كانت كانوا يكون تكون سيكون ستكون وكان وكانت وقد ولم ولا وفي ومن وعلى كذلك هناك
        هنا الآن عبر ضد تحت فوق أمام وراء حول نحو دون بدون إذا لو لدى له لها لهم به بها فيه فيها منه منها عليه عليها
        إليه إليها قال قالت وقال وقالت وأضاف أضاف أكد أكدت وأكد وأوضح يوم مساء صباح
    """,
    "fa": """
        و در به از که این آن با برای را تا بر است بود شد شده می نمی های ها هم یا اما اگر هر چه یک خود او ما شما آنها
        ایشان من تو باید شود کرد کرده کند کنند کنیم دارد دارند داشت خواهد نیز پس پیش بین روی زیر بدون درباره همه هیچ
        بسیار گفت همچنین وی شدن بوده اند ای
    """,
    "ur": """
        اور کا کی کے کو میں سے پر نے ہے ہیں تھا تھی تھے کہ یہ وہ اس ان جو بھی تو ہی نہیں کر کیا گیا گئی گئے ہو ہوا
        ہوئی ہوئے ہونے لیے ساتھ بعد تک یا لیکن اگر ایک اپنے اپنی کہا
    """,
    "he": """
        של את על אל עם בין עד מן כי אם או גם רק לא כן זה זו זאת אלה אלו הוא היא הם הן אני אתה את אנחנו אשר מה מי איך
        למה איפה מתי כל יש אין היה היתה הייתה היו יהיה תהיה אך אבל לפני אחרי תחת ללא לפי כמו יותר מאוד עוד כבר אותו
        אותה שלו שלה שלהם אמר אמרה
    """,
    "hi": """
        और का की के को में से पर ने है हैं था थी थे कि यह वह इस उस इन उन जो भी तो ही नहीं कर किया गया गई गए हो हुआ हुई
        हुए होने लिए साथ बाद तक या लेकिन अगर एक अपने अपनी कहा अब जब तब कुछ सभी बहुत रहा रही रहे वाले
    """,
    "ko": """
        및 또 또는 그리고 그러나 하지만 이 그 저 것 수 등 한 할 위해 대한 대해 통해 따라 따르면 관련 있다 있는 없는
        없다 했다 한다 하는 하고 이라고 라고 밝혔다 말했다 전했다 지난 이번 오늘 올해 은 는 이 가 을 를 의 에 에서
        으로 로 와 과 도 만 까지 부터 에게 한테 보다 처럼 밝혔 혔다 말했 했다 전했 했고 있습 습니 니다 입니 다고 라고
        위한 으로 에서
    """,
    "ja": """
        の に は を た が で て と し れ さ ある いる も する から な こと として い や れる など なっ ない この ため
        その あっ よう また もの という あり まで られ なる へ か だ これ によって により おり より による ず なり
        られる において ば なかっ なく しかし について せ だっ その後 できる それ です ます ました した している
        された していた
    """,
    "zh": """
        的 了 在 是 和 与 與 及 或 等 也 都 就 而 但 并 並 且 为 為 对 對 从 從 到 把 被 向 由 以 于 於 之 其 这 這 那
        此 该 該 我 你 他 她 它 我们 他们 我們 他們 不 没 沒 有 没有 很 更 最 将 將 会 會 已 已经 已經 还 還 让 讓
        因为 因為 所以 如果 以及 表示 称 稱 说 說 一个 一個 日 月 年
    """,
}
