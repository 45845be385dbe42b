"""Common given names, to tell a column of people from a column of things.

The frequent ones of the last hundred years in English, German, French, Spanish, Italian, Portuguese, Dutch, the Nordic
and Slavic languages, Greek, Hungarian, Romanian, Turkish, Arabic, Persian, and those of South, East and South East Asia
and of Africa in Latin letters; without accents and in small letters, as `folded_name` writes them.
"""

from __future__ import annotations

from dpa_jupyter.safety.value_hashes import folded

_NAMES = """
aage aakash aaliyah aarav aaron aart aarti abbas abbie abby abdoulaye abdul abdulkadir abdullah abdulrahman abebe abel
abena abigail abilio abiodun abril achille achim ada adaeze adam ade adebayo adel adela adelaida adele adelheid adelmo
adem adina aditi aditya adnan adolf adolfo adriaan adrian adriana adrianna adriano adrien adrienne adunni adwoa afonso
afua agata agatha agathe agnes agneta agnieszka agnolo agostino agus agustin agustina ahmad ahmed ahmet aidan aiden
aiko aileen aimee aino aisha aissatou aitana aitor ajay akash akhil akihiro akiko akinyi akira akosua akram aksel
akshay alaa alain alan alana albane alberico albert alberta alberto albina albrecht aldo alec alejandra alejandro
alejo aleks aleksandar aleksander aleksandr aleksandra aleksei aleksey alessandra alessandro alessia alessio alexander
alexandra alexandre alexandrie alexandru alexei alexis alf alfhild alfie alfio alfons alfonso alfred alfredo ali alia
alice alicia alicja alida alina aline alison alistair alix allan allegra allen allison alma alojzy alok alondra alonso
aloys alphons alphonse alva alvar alvaro alvin alwin alyona alyssa alzbeta ama amadeo amador amadou amal amalia aman
amanda amandine amar amara amaury amaya amber amedeo amelia amelie amina aminata amir amira amit amleto amparo amr amy
ana anais ananya anas anastasia anastasios anastazja anatole anatoly anders andi andre andrea andreas andree andreea
andrei andres andrew andrey andrzej aneta anette angel angela angelica angelika angelina angelita angelo angelos anh
aniceto aniela anika aniket anil anita anja anjali anjana anke ankit ankita ann anna annabel annabelle annamaria anne
anneli annelies anneliese annemarie annett annetta annette annibale annick annie annika annunziata anouk anselmo
ansgar anthony antje antoine antoinette anton antonella antoni antonia antonietta antonin antonina antonio anupam
aparna apolline apolonia apostolos april araceli aranzazu arash archana archie arend ariadna ariana ariane arianna
arie arjen arjun arkadiusz arkady arlene armando arnaldo arnaud arnaude arnd arne arno arnold arnoud arnulf arsenio
artem artemio arthur artur arturo arun arvid arvind asa asante asbjorn asha ashish ashley ashok ashton ashwin asif
asli aslihan asma asmaa asta astrid asuncion atenulf athanasios athena atul aubrey aude audrey auguste augustin
augusto aurelia aurelie aurelien aurelio aurora aurore austin autumn ava awa axel axelle ayaka ayesha ayman aynur
ayodele ayse aysel aysun aytac ayu ayumi aziz azucena babajide babatunde balazs baldassare baldomero baltasar
balthasar bao baptiste barbara barbel barbro baris barry bart bartek bartlomiej bartolome bartolomeo bartosz bas
bashir basilio basma bastiaan bastien bayram beata beate beatrice beatriz becky begona bela belen belgin belinda bella
ben benedetta benedetto benedicte benedikt bengt beniamino benicio benigno benita benito benjamim benjamin benno
benoit bente benthe bento berend berengere berenice berit berk bernadette bernard bernarda bernardo bernd bernhard
bernt bert berta berthold bertil bertrand beth bethany bettina betty beverly beyza bharat bhavna biagio bianca bianka
bienvenida bilal bill billy binh birger birgit birgitta birgul birthe bjarne bjorn blaise blake blanca blanche blanka
blazej bob bobby bodo bogdan bogdana bogumil boguslaw bohdan bohumil bojan boleslaw bonifacio bonnie boris borislav
borja borje borys bosse bozena brad bradley bram brandon branko brechtje brenda breno brent brett brian brice bridget
brigida brigitte britt britta brittany bronislaw brooke bruce bruna brunhilde bruno bryan budi buenaventura bukola
bulent burak burcu burkhard bushra busra byung caio caitlin calcedonio caleb calebe calisto calixta calixto callum
calogero calvin cameron camila camilla camille camillo camilo canan candela candelaria candice capucine caridad carin
carina carine carl carla carlito carlo carlos carlota carlotta carmel carmela carmelo carmen caro carol carola carolin
carolina caroline carolyn carrie carsten casandra casey casimiro casper cassandra catalina catarina caterina catherine
cathrin cathy cato caua caue cayetano cebrian cecile cecilia cecylia cedric celeste celestino celia celina celine cem
cemal ceren cesar cesare cezary chandan chantal chao charlene charles charlie charlotta charlotte chau cheikh chelsea
chen cheng cheryl chester chiamaka chiara chidi chidinma chie chika chinedu chioma chitra chloe christa christel
christelle christer christian christiane christina christine christoph christophe christopher christos chukwuemeka
chul chun chus cihan cipriano cirillo cirino claire clara clarence clarice clarissa clarisse clark claude claudia
claudine claudio claus clelia clemence clemens clement clemente clementina clifford clive clotilde clyde cody coen
colette colin colleen concepcion concetta conchita connie connor conor constance constantin consuelo cor cora cordula
corey corinna corinne coriolano cornelia cornelio cornelis cornelius corrado cory cosimo cosme costantino costanza
costanzo courtney craig crescencia cristian cristiano cristina cristobal cristovao crystal csaba curro curtis cynthia
cyril daan dafne daga dagmar dagmara dagny daichi daisuke daisy dale dalia dalila damian damiano damien damon dan dana
danica daniek daniel daniela daniele danielle danilo danique danny dante daphne daria dario dariusz darko darlene
darrell darren darya dave davi david davide dawid dawn dean debora deborah debra declan deepa deepak deepika delfino
delia delphine dembe demetrio denis denise deniz dennis derek derrick derya desiderio desire desmond desta detlef
detlev devika devin dewi dexter dian diana diane dianne dick didier diederik diego dieter dietmar dietrich dilek
dillon dimas dimitra dimitrios dimitris dina dinesh dino diogo dionisio dirk divya djoeke dmitri dmitry dmytro dolly
dolores domenico domingo dominic dominik dominika dominique don donald donatella donatello donato dong donna dora
doreen doris dorit dorita dorota dorotea dorothea dorothee dorothy douglas dragan dragana duane duarte duc duilio
dumitru duncan durante dusan dustin duygu dwayne dwight dylan earl ebba ebele eberhard ebru ece eckhard eddie edelmira
edeltraud edgar edgardo edith edmond edmund edmundo edna edoardo edouard eduarda eduardo edvard edvin edward edwin
edyta eefje efrain efua egil egon ehrenfried eiji eileen einar eino eira ekaterina eko ekow ekrem eladio elaine elba
eleanor elena eleni eleonora eleonore eleuterio elfriede eliana eliane elias elif eligia elijah elin eline elisa
elisabet elisabeth elise eliseo eliska eliza elizabeth elke ella elladio ellen elliot elliott ellis elmar eloa elodie
eloisa eloy elpidio els elsa elsbeth elsie elvira elvis elzbieta ema emanuel emanuela emanuele emanuella emeka emel
emeline emi emil emile emilia emiliana emiliano emilie emilio emilly emily emine emma emmanuel emmanuelle emmett emrah
emre encarna encarnacion endang engin enrico enrique enzo ercan erdal erdem eren erhan erhard eric erica erich erick
erik erika erin erkan erkki ermanno ermes ernest ernesto ernie ernst erol ertugrul erwin eryk erzsebet esi esin eskil
esme esmee esmeralda esperanza esra esteban estefania estela estelle ester esther etelvina ethan ethel etienne ettore
eufemia eugen eugene eugenia eugenie eugenio eugeniusz eulalie eun eusebio eutimio eva evan evangelia evangelista
evangelos evaristo eve evelien evelin evelina evelyn evelyne evgenia evgeny evi evie ewa ewald ewelina ezequiel ezra
fabia fabian fabiana fabien fabienne fabio fabiola fabrice fabricio fabrizia fabrizio fadi fadime fahad faisal faith
falk fang fanny farah fares farhan farid faruk fatemeh fatih fatima fatimah fatma fatou fatoumata faustino fausto
faustyna fedele federica federico federigo fedor fei felice felicia feliciano felicie felicity felicja feliks felipa
felipe felix femi femke feng fenna fenne ferdi ferdinand ferdinando ferdynand ferenc fergus ferhat feride fermin
fernand fernanda fernando fernao ferre fiamma fidel fien fikret filip filipa filippa filippo filiz finn fiona fiorella
fiorenzo fiorino firas fito fitri flavia flavio fleur floor flora florence florencia florencio florentino florian
florin florinda floris floyd folake fortunata fortunato franca frances francesca francesco francine francisca
francisco franciszek franck franco francois frank frankie frans frantisek franz franziska fred freddie frederic
frederick frederieke frederique fredo fredrik freek freya frida friedemann friederike friedhelm friedrich frits fritz
froilan fryderyk fulgencio fulvia fulvio fumiko funmilayo furkan fynn gabi gabin gabor gabriel gabriela gabriele
gabriella gabrielle gael gaelle gaetan gaetana gaetano gail gaja galasso galina galo gamze gang garrett gary gaspar
gaspard gaspare gastone gaurav gautam gautier gavin gebhard gebre geert geeta geetha gelsomina gemma gene genevieve
gennady gennaro genoveva geoff geoffrey georg george georges georgi georgia georgina georgios gerald geraldo gerard
gerardo gerben gerd gerda gerhard gerlinde germain germaine german gernot gero geronimo gerrit gerry gert gertraud
gertrud gertrudis gesine ghada gheorghe ghislaine giacinto giacobbe giacomo giampaolo giampiero gian giancarlo
gianfranco giang gianluca gianluigi gianmarco gianna gianni giannis gijs gilbert gilberto gilles gina ginette gino
gioacchino gioachino gioffre giorgia giorgio giorgos giosue giovana giovanna giovanni girish girolamo gisbert gisela
giselle giulia giuliana giuliano giulio giuseppe giuseppina giustino gizem glen glenda glenn gloria godofredo goffredo
gokhan gonca goncalo gonzalo gopal goran gordana gordon goro gottfried grace gracia gracian graciano graciela graham
grant graziano graziella grazyna greco greg greger gregoire gregor gregorio gregory greta gretchen grigory griselda
grzegorz guang guarino gudmund gudrun guglielmo guido guilherme guillaume guillemette guillermo guiomar gul gulay
gulcan gulsen gun gunborg gunda gunilla gunnar gunnel gunter gunther gunvor gurkan gustaf gustav gustavo gustaw
gutierre guus guy gwen gwenaelle gwendolyn gyula haakon habib hadi hae hai hailey hakan hala halil halima halime
halina halvor hamed hamid hampus hamza hana hanan hanh hani hanife hanna hannah hanne hanneke hannelore hannes hanno
hans hansjorg hao harald harish harley harm harold harriet harriett harrison harro harry harsh hartmut hartwig haruka
haruki harun haruto harvey hasan hashim hassan hatem hatice havva hayden hayley heather hector hedda hedvig hedwig hee
heidemarie heidi heidrun heike heiko hein heiner heinrich heinz heitor heleen helen helena helene helga helge
heliodoro hella helma helmut heloisa heloise hema hemant hendra hendrik henk henning henri henriette henrik henrique
henry henryk heraclio herbert herberto heribert heriberto herman hermann hermes hermine herminia hernan hernando herta
herve hiba hidde hideki hideo hieu hikari hilario hilary hilda hilde hildegard hilma hilmar hina hipolito hiroki
hiroko hiromi hiroshi hisashi hisham hjalmar hoa hoang holger holly homer hong honore hope horacio horst hortense
hortensia howard huan hubert hubertus huda hugh hugo hugues hui hulda hulya humberto hung huong huseyin hussain
hussein hyun ian ibrahim ibrahima ibtisam ida ifeoma iga ignacia ignacio ignacy ignazio igor ikenna iker ilaria
ildefonso ildiko ilhan ilknur ilona ilse ilya iman imani imanol imelda imke imogen imran imre ina indah indira ines
inez inga inge ingeborg ingegerd ingela inger ingmar ingo ingrid ingvar inigo inka inmaculada inna ioana ioanna
ioannis ion ionut ira iratxe irem irena irene ireneusz irina irma irmgard irmtraud isa isaac isabel isabella isabelle
isabelly isadora isaiah isak isamu isaura ishaan isidoro isidro isis isla ismael ismail ismet isobel issa istvan italo
itziar iulia ivan ivana ivanka ivo ivy iwan iwo iwona iza izabela jaap jabari jacco jacek jacinta jacinto jack jackie
jaco jacob jacobo jacopo jacqueline jacques jade jae jagdish jaime jake jakob jakub jamal james jamie jamila jan jana
jane janet janice janina janine janne janneke jannes jannik janos janusz jared jari jarl jaromir jaroslava jaroslaw
jasim jasmijn jasmine jason jasper javier javiera jay jaya jayden jayesh jean jeanette jeanne jeannie jeannine jedrzej
jeff jeffrey jelani jelena jelle jelte jenaro jenna jennie jennifer jenny jens jeppe jeremi jeremy jeroen jerome
jeronimo jerry jerzy jesper jesse jessica jessie jesus ji jia jian jiang jianguo jie jihoon jill jim jimena jimmy jin
jing jip jiri jiwoo jo joachim joakim joan joana joann joanna joanne joao joaquim joaquin jocelyn jochen jodie joe
joel joelle joep joey johan johann johanna johannes john johnny joko jolanda jolanta jon jonah jonas jonatan jonathan
jonathon jong jonny joon joost jop jordan jordana jordi jorg jorge jorgen joris jorn jort jose josef josefa josefin
josefina josep joseph josephine josette josh joshua josiane jost josue jovan jovita joy joyce jozef jozsef juan juana
juanita judith judy juha juhana juhani jukka jule jules julia julian juliana julianna julie julien juliet juliette
julio julita julius juliusz juma jun junko jurgen juri jurre justin justina justine justo justyna jutta jyoti jytte
kaan kaarina kacper kadir kai kaique kaisa kaito kaja kajetan kalina kalle kamal kamau kamil kamila kamilly kamran
kana kaori kara karan kareem karel karen kari karim karin karina karl karla karlheinz karol karoliina karolina karsten
karthik kartika kasia kaspar kasper katalin katarina katarzyna kate katelyn katerina katharina kathe katherine
kathleen kathrin kathryn kathy kati katie katja katrin katrina kavita kay kayla kayleigh kazimierz kazuki kazuko kazuo
keano kees kehinde keiko keira keisuke keith kelly kelsey kemal ken kendra kenichi kenji kenneth kent kenta kerem
kerry kerstin ketil kevin khadija khaled khalid khalil khanh kiara kieran kiki kilian kim kimberly kinga kiran kirill
kirk kirsten kirsty kishore kjell kjersti klaas klara klas klaudia klaus klemens knud knut koen kofi koji kojo komal
konrad konstantin konstantina konstantinos konstanty konstanze kornel kornelia kostas krishna kristen kristian
kristiina kristin kristina kristoffer krystian krystyna krzysztof ksawery ksenia kubra kumar kumiko kunigunde kurt
kwabena kwaku kwame kwasi kyan kyle kyoko kyra kyriakos kyung lacey ladislav laetitia laila lais lajos lakshmi lalit
lam lamberto lamia lana lara larisa larissa larry lars lasse laszlo lata laura laure laurel lauren laurence laurens
laurent lauretta laurie lauro lavinia lawrence layla lazzaro lea leah leandra leandro lech lee leena lei leif leigh
leila leire lena leni lenka lennard lennart leo leocadia leon leonard leonardo leoncio leone leonel leonid leonie
leonor leopold leopoldo lerato leslie lestari lester leszek leticia letizia levent levi lewis lexi leyla leyre li liam
liane libor licia lidia lidiya lieke lien liesel lieselotte lieve ligia liliana liliane lilla lilli lillian lily lin
lina linda lindsay lindsey ling linh linn linnea lino linus lionel lisa lisanne lisbet lise liselotte liv livia livio
liviu liwia liz lize ljubica lloyd loan lodovico loek loes logan loic lois lola lope lore loredana lorena lorenza
lorenzo lori lorna lorraine lothar lotta lotte louie louis louisa louise lovisa lowie luan luana lubna lubos luc luca
lucas lucca luchino lucho lucia luciana luciano lucie lucien lucienne lucila lucille lucinda lucio lucja lucjan
lucrezia lucy ludmila ludovic ludovica ludovico ludvig ludwig ludwik luigi luigina luis luisa luise luiz luiza lukas
lukasz luke luna lupe lupita lutz luuk lydia lyle lynda lynn lynne lyudmila maaike maarit maarten mabel macarena
macario machteld maciej mackenzie maddalena madeleine madeline madhav madhuri madison mael magali magda magdalena
maggie magnus maha mahdi mahesh mahmoud mai maik maike maikel maite maj maja majid makoto maks maksim maksymilian mala
malak malcolm malgorzata malin malu malwina mamadou mami manal mandla mandy manfred manish manisha manja manoj manola
manolo manon mansour manu manuel manuela mara marc marcantonio marcel marcela marcelina marcelino marcelle marcello
marcelo marcia marcial marcin marcio marco marcos marcus mareike marek maren margaret margareta margarete margarethe
margarita margaux margery margherita margit margot margret margrethe marguerite mari maria mariam mariama marian
mariana mariane marianna marianne mariano maricela maricruz marie marija marijke marijn marika mariko marilyn marina
marine marino mario marion marisa marisol maristela marit marita marius mariusz marja marjorie mark marketa marko
markus marleen marlene marlies marsha marta martha marthe martin martina martine martta martyna marvin marwa marwan
mary maryam masako masaru mason massimiliano massimo mateo mateus mateusz matheo matheus mathias mathieu mathilde
matias matilda matilde mats matt matteo matthew matthias matti mattia mattias matylda maud maura maureen maurice
mauricio maurits maurizia maurizio mauro maurycy mavis max maxim maxime maximiano maximiliano maximino maximo maxine
maxwell maya maysa mbali mechthild meena meera mees megan megumi mehdi mehmet mei meik meike meinhard melania melanie
melchiorre melchor melek melike melinda melissa melle meltem melvin meng mercedes meredith merel merijn merle mert
merve meryem mesut metin mette mia micael micaela michael michaela michal michalina michel michela michelangelo
michele micheline michelle michelotto michiko mick mickael midori mieczyslaw mieke mieszko miguel miguela mihaela
mihai mihail mihaly mika mikael mike mikhail mikkel mikko miklos mikolaj mila milagros milan mildred milena miles
milica millicent millie milo milos miloslav milosz milou mina mine ming minh minho minji minjun minna minnie minoru
mira miranda mircea mirco mireia mireille mirella miriam mirjam mirko miroslav miroslava miroslaw mirthe misaki
mitchell mitsuko miyuki mladen moa modesta modesto mogens mohamad mohamed mohammad mohammed mohan mohit moira moises
mollie molly mona monica monika monique montserrat morena moreno morgan moritz morris morten mostafa moussa muhammad
muhammet mukesh muna murad murat muriel murilo musa mustafa mwangi myra myrtle myung nabil nacho nada nadeem nadege
nader nadezhda nadia nadine nadja nahla naima najwa naledi nan nana nanami nancy nandini nando nanna nanni naoki naoko
naomi naoufal napoleone narciso naresh nasser natalia natalie natalio nataliya natalya natan natanael natasha natasza
nathalie nathan natsuki naveed naveen nawal nazan nazaret nazario nazli ndidi nebojsa necati nedda neelam neema neha
neil nela nele nelida nell nellie nelson nemanja nenad nerea nermin nesrin nestor nettie neus neville nga ngan ngoc
ngozi nguyet nhung nicanor niccolo nicholas nick nicklas nico nicodemo nicola nicolae nicolas nicolasa nicole
nicoletta nicolo nidia niek niels nienke nieves nigel nihat nikhil nikita nikki niklas nikodem nikola nikolai nikolaos
nikolaus nikolay nikos nilda nilesh nilgun nilo nils nina ninetta ning nino nisha nitin njeri nkechi noa noah noboru
nobuko noe noel noelia noelle noemi nomsa noor nora norbert norberto norma norman nosipho noud nouf nour noura nozomi
nuno nuray nurcan nuri nuria nurul nyambura nydia obinna ochieng octavia octavio odette odile ofelia oguz okan oksana
oktawia olaf olalla olamide olav ole oleg olegario oleksandr oleksii olena olga oliver olivia olivier oliwia oliwier
olle ollie olof olufemi oluwaseun omar omer ondrej onofre onur orazio oreste orfeo orhan oriana orlando ornella
orsolya ortrud osama osamu oscar oskar osman ossian osten osvaldo oswald otavio otis ottavio ottilie otto ottone
ousmane ove ovidio ovidiu owen oyelaran oyvind ozan ozge ozgur ozlem pablo paca pacifica paco padma paivi palmira
paloma pam pamela panagiota panagiotis pancho pankaj paola paolo par parisa parvati pascal pascale pascual pascuala
pasquale pastor pastora pat patric patrice patricia patricio patrick patrik patrizia patrizio patrycja patryk patsy
patti paul paula paulette paulina pauline paulo pavel pavla pawel pedro peggy pekka pelayo pelin pelle pellegrino
penelope peng penny pepe pepijn percy perlita pernilla perry petar pete peter petr petra petri petro petrona petter
phil philip philipp philippa philippe philippine phillip phoebe phong phuong phyllis pia piedad pien pier piergiorgio
pierluigi piermarco piero pierpaolo pierre pierrette pierrick piers piet pieter pietra pietro pilar pim pina pinar
ping pino piotr placido plamen plinio pola polina polly pompeo ponciano pontus pooja porfirio pradeep prakash pramod
pranav prasad prashant pratik praveen preben predrag preeti prem preston primitivo priscilla priya priyanka prudencia
prudencio przemyslaw puccio puck purificacion putra putri qasim qian qiang qing quan quang quentin quinn quinten
quintin quique quirino quynh rabia rachael rachel rachna radek radha radka radmila radoslaw radu raf rafael rafaela
rafal raffaele raffaella raffaello raghav ragnar ragnhild rahul raimondo raimundo rainer raisa raj rajeev rajendra
rajesh rajiv raju rakesh ralf ralph raluca ram ramazan ramesh ramiro ramon ramona rana randall randy rani rania
raphael raquel rashid rashmi rasmus raul ravi ray rayan raymond raymonde rebeca rebecca rebekah recep reece reem
regina reginald regine regulo rei reiko reina reinaldo reiner reinhard reinhold reka rekha remco remedios remi remo
remy ren renan renata renate renato renaud rene renee rens renske renu renzo rex reyna reynaldo reza rhoda rhonda rhys
ria ricarda ricardo riccardo rich richa richard rick ricky rico rie rik rikke riley rim rina rishi rita ritu rizki
rizwan rob robbe robbie robert roberta roberto robin robyn rocco rocio rod roderick rodney rodolfo rodolphe rodrigo
roel rogelio roger rohan rohit roksana roland rolando roldan rolf romain roman romana romano romeo romina romulo romy
ron ronald rong ronja ronnie ronny rory rosa rosalia rosalie rosalina rosalind rosalinda rosalva rosangela rosanna
rosaria rosario rosaura rose rosemarie rosemary rosendo roshni rosi rosie rosina ross rossana roswitha rouven rowan
roxana roxane roxanne roy rozalia ruben ruby ruchi rudi rudiger rudolf rudolph rufina rufino rufus ruggero ruggiero
rui rukiye rune rupert ruperta ruperto ruslan russ russell ruth ruthie ruud ryan ryo ryota ryszard saad saar sabas
sabatino sabina sabine sabri sabrina sacha sachiko sachin sade sadia sadie saga said saima sakura salah saleh salem
salim sally salma salman salome salomon salvador salvatore salvi sam samanta samantha sameer sami samir samira sammy
samu samuel sana sancho sandalio sandeep sander sandor sandra sandro sandy sanjana sanjay sanna sanne sante santiago
santina santosh sara sarah sari sarita sascha sasha saskia satish satoko satoshi saturnina saturnino saul saurabh
saverio savita sayaka scarlett scott seamus sean sebastian sebastiano sebastien seda sedat seema segismundo segolene
seiji sekou selcuk selena selim selin selina selma sem sema semra senna seo seoyeon sep sepp seppo serafin serafina
serap serdar serena sergei sergey sergio serhat serhii serkan seth seung severiano severino severo sevgi sevim seydou
shabana shadi shahid shaima shalini shan shane shankar shannon shanti sharad sharmila sharon shaun shawn sheena sheila
shekhar shelley shereen sheri sherry shigeru shilpa shin shinji shirley shivani shizuka sho shota shreya shruti shu
shubham shun shweta sian sibel sibusiso siddharth sidney siegbert siegfried sieglinde siegmund siem sien sigfrido
signe sigrid sigurd sil silas silke silvana silvano silvestre silvestro silvia silvio simao simba simon simona simone
simonetta sina sinan sipho siri siti siv sixten sjoerd slamet slavica slawomir slobodan smita sneha snezana socorro
sofia sofie solange sole soledad solveig sonal songul sonia sonja sonya soo sook sophia sophie sora soraya soren sorin
sosimo sota souleymane spencer spyridon spyros sri srinivas stacey stacy staffan stan stanislav stanislava stanislaw
stanley stavros stef stefan stefania stefanie stefano steffen stein stella sten stepan stephan stephane stephanie
stephany stephen stephenson steve steven stewart stijn stina stoyan stuart sture subhash sudha sudhir sue suharto
sujata suleyman sultan suman sumit sundar sune sung sunghoon sunil sunita surendra suresh susan susana susanita susann
susanna susanne susilo suus suzanne suze svante sven svend svenja sverre svetlana swantje swati sylke sylvain sylvia
sylviane sylvie sylwia synnove szymon tabea tabitha tadashi tadeo tadesse tadeusz tage tahir tahira taichi taiwo
takahiro takashi takeshi tam tamara tamas tamer tammy tanguy tania tanja tanvi tanya tao tapio tara taras tarek tariq
taro tarun tasha tatiana tatjana tatsuya tatyana tayfun tecla ted teemu telemaco telmo temistocle temitope tendai teo
teobaldo teodor teodora teodoro teofila tere teresa terese teresita tereza teri terje tero terrence terry tess tessa
tetiana tetsuya teun thabo thales thandi thandiwe thanh thao thea thelma themba theo theodor theodore theresa therese
thi thiago thibault thibaut thierry thijmen thijs thilo thomas thor thorben thorbjorn thore thorsten thu thuy tiago
tibor tiburcio tien ties tiffany tiina tijmen tijn tijs tilda till tilo tim timo timothy timur tina ting tiziana
tiziano tobias tobiasz toby todd tola tom tomas tomasa tomasz tome tommaso tommy tomoko tomomi tone toni tono tony
torben torbjorn tord tore torgny toribio torquato torsten torvald toshiko tove tracey tracy trang traudel traute
travis trevor tricia trine trini trisha tristan trond troy trude trudy trung tsubasa tsvetan tuan tugba tuija tulay
tullio tuncay tunde turgut tushar tuva tuyet tyko tyler tymon tymoteusz tyra ubaldo uberto uche uday udo ufuk ugo
ugolino ugur ulf ulises ulla ulli ulrich ulrico ulrik ulrika ulrike uma umberto umesh umit umut urban urbano urho
uriel ursel ursula urszula usha usman uta ute uwe vaclav vadim valborg valentim valentin valentina valentine valentino
valeria valerie valerio valero valery valter vandana vanesa vanessa varun vasco vasile vasiliki vasilios vasily vasyl
veerle vega veikko veit veli venceslas vera verena verna vernon veronica veronika veronique vesna vicenta vicente
vicki vicky victoire victor victoria vidal vidar vidya vijay vikas vikram viktor viktoria vilhelm ville vilma vimal
vinay vince vincent vincenza vincenzo vinh vinicius vinod viola violet vipin virgilio virginia virginie vishal
visitacion vit vitaly vito vitor vitoria vittoria vittorio vivek viveka vivian viviana vivien vivienne vlad vladimir
vladislav vlasta vojtech volkan volker volkmar volodymyr vyacheslav wael wafa wahyu walburga waldemar waleed walid
wallace walter waltraud wanda wanjiku warren wati wayne wei wen wendelin wendell wendy wenzel werner weronika wesley
wessel whitney wibke wieke wieland wieslaw wietse wigbert wiktor wiktoria wilbur wilco wilfred wilfredo wilfrido
wilfried wilhelm wilhelmine will willa willem willi william willibald willie willy wilma wim wincenty winfried
winifred winston wit witold wlodzimierz wojciech wolf wolfgang wolfram woo wouter xander xaver xavier xiang xiao
xiaoming ximena xin xue yagmur yago yahya yaiza yamato yan yang yann yannick yannis yanti yara yaroslav yasar yash
yasin yasmin yasmine yassin yasuko yavuz yaw yelena yeon yesenia yetunde yevgeny yilmaz ying yinthe ymke yngve yogesh
yoko yolanda yong yoshiko yoshio yosuke yousef youssef ysabel yu yuan yui yuji yuka yuki yukiko yuko yulia yuliana
yumi yun yunus yuri yuriy yusuf yuta yves yvette yvonne zac zacarias zach zacharie zachary zafer zahra zaid zaida
zainab zaira zaki zanele zara zbigniew zdenek zdenka zeeshan zehra zeinab zeki zelda zenon zerrin zeynep zhen zhi ziad
zineb zita zlatko zoe zoey zofia zola zoltan zoraida zoran zoya zsofia zsolt zsuzsanna zuri zuzana zuzanna zygmunt
"""
GIVEN_NAMES = frozenset(_NAMES.split())
_LETTERS = str.maketrans({"ł": "l", "ø": "o", "ß": "ss", "æ": "ae", "đ": "d", "\u0131": "i", "œ": "oe"})
"""Letters that are no letter with an accent."""


def folded_name(text: str) -> str:
    """Write a name as it stands among the given names."""
    return folded(text.lower().translate(_LETTERS))
