namespace Habitue.Reports.Sections;

/// <summary>Who the people of a segment are, what to do for them, and which number tells whether it works.</summary>
internal sealed record Advice(string Who, string Do, string Watch)
{
    private static readonly Advice Unknown = new(
        "A segment of your own making.",
        "Look at its customers’ usual products and times in the tables above, and give it one offer of its own.",
        "the share that orders within 30 days of the offer, beside a group that got none.");

    private static readonly Advice Loyal = new(
        "They buy often and have done so for long.",
        "Thank them by name, give early access to new products, and ask for a review or a recommendation. Keep discounts for others: these buy without.",
        "the time between their orders; a longer pause is the first sign of leaving.");

    private static readonly Advice Sleeping = new(
        "They were never frequent, and their last order is fading from memory.",
        "Send one reminder of what they bought with something that goes with it. Do it soon: each further month makes a return less likely.",
        "openings and clicks of the reminder; without any, write less often.");

    private static readonly Dictionary<string, Advice> Known = new()
    {
        ["champions"] = new(
            "They bought recently, buy often and spend the most. Losing one costs as much as losing several others.",
            "Treat them as guests: first look at new products, a person who answers, a thank-you that is not a discount. Ask them to bring friends.",
            "the share of them that stays in this segment from month to month."),
        ["loyal"] = Loyal,
        ["potentialloyalists"] = new(
            "Recent customers who have ordered more than once and may become regulars.",
            "Offer a loyalty programme and recommend what goes with the last order. The third order makes the habit: make it easy.",
            "how many reach their next order within their usual pause."),
        ["new"] = new(
            "They have just ordered for the first time.",
            "Welcome them: how to use what they bought, whom to ask, what others bought next. Save the offer for the second order.",
            "the share that orders again within 60 days."),
        ["promising"] = new(
            "They bought not long ago, but little so far.",
            "Show the best sellers of the category they know and a small reason to return, such as free delivery above their usual basket.",
            "the value of the second basket beside the first."),
        ["needattention"] = new(
            "Good customers of average habits whose last order is some time ago.",
            "Write now, with a limited offer on what they bought before. They still remember you; in two months it costs more.",
            "orders within two weeks of the message."),
        ["abouttosleep"] = Sleeping,
        ["atrisk"] = new(
            "They used to buy often and for good money, and stopped.",
            "Ask why: a short personal message, help with an open complaint, then a real offer. Look at their last order for returns and delays first.",
            "the share won back, and their revenue after 90 days."),
        ["cantlose"] = new(
            "They were among the very best and have gone silent.",
            "Call or write in person, today. Offer what they value, not what is in stock. Each of them is worth a person’s hour.",
            "every single one: it is a short list."),
        ["hibernating"] = new(
            "Few orders, and long ago.",
            "Include them in large seasonal occasions only, with a clear reason to return. Spend little.",
            "cost per order won; stop where it exceeds the margin."),
        ["lost"] = new(
            "Their last order is the longest ago, and there were few.",
            "Try once, with the strongest offer of the year, then let them rest: mail that nobody wants harms the delivery of all other mail.",
            "complaints and unsubscriptions."),
    };

    // The names differ from book to book; the meaning is that of one of the above.
    private static readonly (string Part, string Key)[] Spellings =
    [
        ("cannotlose", "cantlose"), ("cantlose", "cantlose"), ("champion", "champions"), ("potential", "potentialloyalists"), ("loyal", "loyal"),
        ("new", "new"), ("recent", "new"), ("promising", "promising"), ("attention", "needattention"), ("sleep", "abouttosleep"),
        ("risk", "atrisk"), ("hibernat", "hibernating"), ("lost", "lost"),
    ];

    public static Advice For(string segment)
    {
        var letters = string.Concat(segment.ToLowerInvariant().Where(char.IsLetter));
        foreach (var (part, key) in Spellings)
            if (letters.Contains(part, StringComparison.Ordinal)) return Known[key];
        return Unknown;
    }
}
