namespace Habitue.Simulation;

internal static partial class Phrases
{
    public static readonly string[] Topics = ["delivery", "quality", "price", "packaging", "service", "design"];

    /// <summary>Sentences by sentiment (0 negative, 1 neutral, 2 positive), general and by topic.</summary>
    private sealed record Words(string[][] Titles, string[][] General, string[][][] Topics);

    private static readonly Dictionary<string, Words> Languages = new()
    {
        ["en"] = new(
            [["Disappointed", "Not again", "Poor", "Would not recommend", "Sent it back"], ["It's ok", "Average", "Fine", "Does the job"], ["Love it!", "Perfect", "Very happy", "Great gift", "Lovely \"little\" thing"]],
            [
                ["I will not order here again.", "What a waste of money.", "I expected much more from the {product}.", "Really annoyed, and I want my money back."],
                ["It is what the picture shows.", "Nothing special, nothing wrong.", "I may buy it again, I may not.", "It does what it should."],
                ["I am so pleased with the {product}!", "Would buy again without a second thought.", "My sister loved it.", "Not bad at all, in fact wonderful."],
            ],
            [
                [
                    ["It took three weeks to arrive, far too late for the birthday.", "The parcel was lost and nobody knew where.", "Delivery was promised for Monday and came on Friday, terrible."],
                    ["Delivery took the usual four days.", "It came by post, as announced."],
                    ["Arrived the very next day, amazing delivery.", "Super quick shipping and a friendly courier.", "The delivery came earlier than promised."],
                ],
                [
                    ["It broke on the first day, really poor quality.", "The paint came off and the handle is loose.", "Cheap material, it feels flimsy and smells awful."],
                    ["The quality is about what you would expect.", "Solid enough, though not heavy."],
                    ["Beautifully made, excellent quality.", "The material is sturdy and feels great.", "After months of use it still looks like new, superb."],
                ],
                [
                    ["Far too expensive for what it is.", "I saw the same one for half the price elsewhere, a rip-off.", "The price went up the day after, outrageous."],
                    ["The price is in the middle of the range.", "It costs the same as in other shops."],
                    ["A bargain, great value for the price.", "So cheap for something so good!", "Worth every penny."],
                ],
                [
                    ["The box was crushed and one piece was shattered.", "Badly packed: no padding at all, everything broken.", "A horrible amount of plastic for one small thing."],
                    ["It came in a plain brown box.", "The packaging is ordinary cardboard."],
                    ["Wrapped with so much care, a lovely gift box.", "Safely packed, nothing broken, and no plastic. Brilliant!", "The packaging alone is beautiful."],
                ],
                [
                    ["Customer service never answered my three mails.", "The support was rude and useless.", "I waited 40 minutes on the phone, and nobody helped."],
                    ["I asked support a question and got an answer.", "The service desk sent me a form to fill in."],
                    ["The service team solved it within an hour, fantastic.", "Friendly and helpful staff, thank you!", "Support replaced it at once, no questions asked."],
                ],
                [
                    ["The colour is nothing like the photo, it looks ugly.", "Much smaller than it looks in the picture.", "A clumsy design: it tips over all the time."],
                    ["The colour is a bit darker than in the photo.", "The size is as given, 12 by 8 cm."],
                    ["Gorgeous colour, even prettier than in the photo.", "What a charming design, everybody asks where I got it.", "The pattern is delightful and goes with everything."],
                ],
            ]),
        ["de"] = new(
            [["Enttäuscht", "Nie wieder"], ["Geht so", "In Ordnung"], ["Wunderschön!", "Sehr zufrieden"]],
            [["Ich bestelle hier nicht mehr.", "Das war rausgeworfenes Geld."], ["Es ist wie beschrieben.", "Nichts Besonderes."], ["Ich bin begeistert!", "Jederzeit wieder."]],
            [
                [["Die Lieferung kam viel zu spät, sehr ärgerlich."], ["Die Lieferung dauerte vier Tage."], ["Blitzschnelle Lieferung, großartig."]],
                [["Schlechte Qualität, nach einem Tag kaputt."], ["Die Qualität ist mittelmäßig, aber ausreichend."], ["Hervorragende Qualität, schön verarbeitet."]],
                [["Viel zu teuer, woanders kostet es die Hälfte."], ["Der Preis ist üblich."], ["Ein toller Preis, sehr günstig."]],
                [["Schlecht verpackt, alles zerbrochen."], ["Normal verpackt."], ["Liebevoll verpackt, nichts beschädigt."]],
                [["Der Kundendienst war unfreundlich und half nicht."], ["Der Kundendienst hat geantwortet."], ["Sehr freundlicher Kundendienst, vielen Dank!"]],
                [["Die Farbe ist hässlich und ganz anders als auf dem Bild."], ["Die Farbe ist etwas dunkler als auf dem Bild."], ["Ein bezauberndes Muster, noch schöner als auf dem Bild."]],
            ]),
        ["fr"] = new(
            [["Déçue", "À éviter"], ["Correct", "Moyen"], ["Magnifique !", "Très contente"]],
            [["Je ne commanderai plus jamais ici.", "De l'argent gaspillé."], ["C'est conforme à la photo.", "Rien de spécial."], ["Je suis ravie !", "Je le rachèterais tout de suite."]],
            [
                [["La livraison a pris trois semaines, c'est inadmissible."], ["La livraison a pris quatre jours."], ["Livraison très rapide, bravo."]],
                [["Mauvaise qualité, cassé dès le premier jour."], ["La qualité est correcte, sans plus."], ["Excellente qualité, très bien fini."]],
                [["Beaucoup trop cher pour ce que c'est."], ["Le prix est dans la moyenne."], ["Un excellent prix, une vraie affaire."]],
                [["Mal emballé, tout était brisé."], ["Emballé dans un carton ordinaire."], ["Emballé avec soin, une très jolie boîte."]],
                [["Le service client ne répond jamais, c'est lamentable."], ["Le service client a répondu à ma question."], ["Un service client adorable et efficace, merci !"]],
                [["La couleur est affreuse, rien à voir avec la photo."], ["La couleur est un peu plus foncée que sur la photo."], ["Un motif ravissant, encore plus beau que sur la photo."]],
            ]),
    };

    private static readonly (string Topic, string Subject, string[] Bodies)[] TicketTopics =
    [
        ("delivery", "Where is order {order}?", ["My order {order} has not arrived yet.", "The tracking of order {order} has not moved for days.", "Can you tell me when order {order} will be delivered?"]),
        ("return", "Return of order {order}", ["I would like to return two items of order {order}.", "How do I send back what I do not need from order {order}?", "I sent order {order} back and wait for the refund."]),
        ("payment", "Payment for {order}", ["I was charged twice for order {order}.", "My voucher was not taken off the total of order {order}.", "Please send me an invoice for order {order}."]),
        ("damaged", "Broken item in {order}", ["One piece of order {order} arrived broken.", "A part is missing in order {order}.", "The glass in order {order} has a crack."]),
        ("account", "My account", ["I cannot sign in any more since order {order}.", "Please change my address; the last order was {order}.", "How many loyalty points did order {order} bring?"]),
    ];

    private static readonly string[][] TicketMoods =
    [
        ["This is unacceptable, I am very disappointed.", "I have written three times and nobody answers. Terrible service!", "If this goes on I will shop elsewhere.", "I want my money back now."],
        ["Thank you for looking into it.", "Please let me know.", "Kind regards."],
        ["No hurry, I love your shop!", "Thanks a lot, you have always been so helpful.", "Everything else was wonderful."],
    ];
}
