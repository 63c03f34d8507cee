/**
 * Passwords that attackers try first, in lower case. Those under eight characters are compared without the digits and
 * signs that people append.
 */
const WORDS = `
12345678 123456789 1234567890 12345678910 123123123 123321123 87654321 987654321 0987654321 11223344 1122334455
1q2w3e4r 1q2w3e4r5t 1q2w3e4r5t6y 1qaz2wsx 1qaz2wsx3edc 1qazxsw2 qazwsxedc qazwsx123 zaq12wsx zaq1zaq1 q1w2e3r4
qwertyui qwertyuiop qwerty12 qwerty123 qwerty1234 qwerty12345 qwerty123456 qwert123 qwerasdf asdfghjk asdfghjkl asdfasdf
asdf1234 zxcvbnm1 zxcvbnm123 1234qwer 123qweasd 123qwe123 qweasdzxc qweqweqwe q1w2e3r4t5 azerty123 azertyuiop
password passw0rd password1 password12 password123 password1234 password12345 passwort passwort1 passwort123 contrasena
contrasena1 contrasenya motdepasse motdepasse1 mypassword thepassword newpassword oldpassword testpassword yourpassword
userpassword adminpassword rootpassword password2020 password2021 password2022 password2023 password2024 password2025
password2026 changeme changeme1 changeme123 letmein1 letmein12 letmein123 letmeinnow welcome1 welcome12 welcome123
welcome1234 welcome2024 welcome2025 welcome2026 administrator administrador admin123 admin1234 admin12345 admin123456
adminadmin root1234 rootroot toor1234 test1234 test12345 testtest testing1 testing123 demo1234 demodemo guest123 guest1234
user1234 user12345 username default1 default123 temp1234 temppass secret12 secret123 secret1234 topsecret iloveyou
iloveyou1 iloveyou2 iloveyou12 iloveyou123 iloveyou! loveyou1 iloveu123 teamo123 tequiero tequiero1 tequieromucho teamomucho
sunshine sunshine1 princess princess1 princesa princesa1 football football1 baseball baseball1 basketball superman
superman1 spiderman spiderman1 batman123 pokemon1 pokemon123 starwars starwars1 charizard dragon12 dragon123 dragonball
monkey12 monkey123 shadow12 shadow123 master12 master123 mustang1 michael1 michelle jennifer jennifer1 jessica1 jordan23
michael23 charlie1 charlie123 daniel12 daniel123 alexander alexander1 alexandra benjamin christian christina elizabeth
isabella jonathan nicholas samantha sebastian sebastian1 stephanie valentina veronica victoria victoria1 fernando fernanda
alejandro alejandra barcelona barcelona1 realmadrid realmadrid1 atletico liverpool liverpool1 chelsea1 arsenal1 juventus
manchester manutd123 trustno1 whatever whatever1 computer computer1 internet internet1 corvette mercedes porsche1
ferrari1 hello123 hello1234 hellohello holahola hola1234 hola12345 bonjour1 bonjour123 hallo123 hallo1234 ficken123
schatz123 schalke04 borussia bayern123 sommer2024 sommer2025 sommer2026 winter2024 winter2025 winter2026 summer2024
summer2025 summer2026 spring2024 spring2025 spring2026 autumn2024 autumn2025 autumn2026 verano2025 verano2026 invierno2025
blink182 metallica slipknot nirvana1 marlboro snickers chocolate chocolate1 butterfly butterfly1 butterfly123 strawberry
blueberry raspberry cinnamon pumpkin1 cupcake1 cookie123 cheese123 pepper123 ginger123 buster123 bailey123 maggie123
hannah123 ashley123 amanda123 andrew123 anthony1 matthew1 joshua123 william1 robert123 thomas123 richard1 patrick1
patricia patricia1 victoria123 gabriel1 gabriela gabriela1 angelica angelina estrella estrella1 mariposa mariposa1
cristina carolina carolina1 colombia colombia1 argentina mexico123 espana123 madrid123 sevilla1 valencia valencia1 america1
brooklyn brandon1 hunter12 hunter123 killer123 lovelove lovers123 loverboy babygirl babygirl1 babyboy1 sweetheart
sweetpea bubbles1 friends1 friendship forever1 forever21 together1 blessed1 jesus123 jesus1234 jesuschrist christ123
iloveGod godisgood faith123 heaven123 angel123 angels123 rainbow1 unicorn1 diamond1 crystal1 midnight midnight1 moonlight
starlight twilight lightning thunder1 phoenix1 tiger123 tigers123 eagles123 cowboys1 steelers lakers24 yankees1 redsox04
patriots packers12 raiders1 broncos1 dolphins dolphin1 scorpion scorpion1 aquarius capricorn sagittarius playstation
playboy1 nintendo xbox3600 minecraft minecraft1 fortnite roblox123 callofduty counterstrike warcraft warcraft1 starcraft
pokemon12 naruto123 onepiece dragonballz finalfantasy assassin assassin1 ninja123 pirate123 zombie123 monster1 monster123
hardcore blackjack universe1 atlantis galaxy123 matrix123 einstein1 newyork1 newyork123 california washington chicago1
houston1 florida1 texas123 canada123 australia london123 england1 scotland ireland1 germany1 deutschland francia1 portugal1
facebook facebook1 google123 twitter1 instagram linkedin youtube1 yahoo123 hotmail1 hotmail123 gmail123 microsoft
microsoft1 windows1 windows10 samsung1 samsung123 iphone123 apple123 android1 nokia123 motorola blackberry logitech1
p@ssword p@ssw0rd p@ssw0rd1 p@ssword1 p@ssword123 pa55word pa$$word pa$$w0rd passw0rd1 passw0rd123 passpass pass1234
pass12345 passcode passphrase letmein! welcome! qwerty1! qwerty123! admin123! password! password1! password123! abcd1234
abcd12345 abc12345 abc123456 abc123abc abcdefgh abcdefghi abcdefghij abcdef12 abcdef123 a1b2c3d4 a1b2c3d4e5 aa123456 aa12345678
a12345678 a123456789 q123456789 z123456789 1a2b3c4d 1a2b3c4d5e 147258369 159357159 159753456 741852963 963852741 123654789 321654987
147852369 789456123 789456123a 456789123 147896325 112233445566 121212121 13579246 135792468 246813579 102030405060 10203040
31415926 314159265 20202020 19871987 19881988 19891989 19901990 20002000 20012001 01012000 01011980 01011990 00000001
correcthorsebatterystaple opensesame abracadabra openopen sesame123 mustang123 corvette1 harley123 yamaha123
kawasaki suzuki123 toyota123 honda123 nissan123 chevrolet volkswagen welcome letmein qwerty azerty admin root test demo guest user login
master secret pass passw hello hola bonjour hallo love summer winter spring autumn sommer verano invierno dragon monkey
shadow superman batman pokemon football princess sunshine connected connectedapps connected-apps connected apps
`;

/** A list of our own: the packages that offer one are unmaintained. */
export const COMMON_PASSWORDS: ReadonlySet<string> = new Set(
  WORDS.toLowerCase().split(/\s+/).filter(Boolean),
);
