namespace Habitue.Simulation;

/// <summary>Puts reviews and tickets together from sentences whose topic and sentiment are known.</summary>
internal static partial class Phrases
{
    internal sealed record ReviewText(string Title, string Body, string Topic, string Language);

    /// <summary>A review: one sentence on its topic, often a general one, sometimes a second topic of the same mood.</summary>
    public static ReviewText Review(string language, int sentiment, string product, ref Dice dice)
    {
        if (!Languages.TryGetValue(language, out var words) || dice.Chance(.15)) (language, words) = ("en", Languages["en"]);
        var topic = dice.Next(Topics.Length);
        var sentences = new List<string> { dice.Pick(words.Topics[topic][sentiment]) };
        if (dice.Chance(.6)) sentences.Insert(dice.Next(2), dice.Pick(words.General[sentiment]));
        if (dice.Chance(.2)) sentences.Add(dice.Pick(words.Topics[(topic + 1 + dice.Next(Topics.Length - 1)) % Topics.Length][sentiment]));
        if (dice.Chance(.12)) sentences.Add(sentiment switch { 2 => "👍", 1 => "🤷", _ => "😠" });
        var body = string.Join(dice.Chance(.2) ? "\n" : " ", sentences).Replace("{product}", product);
        return new(dice.Pick(words.Titles[sentiment]), body, Topics[topic], language);
    }

    /// <summary>A support ticket about an order: topic, subject and body.</summary>
    public static (string Topic, string Subject, string Body) Ticket(int sentiment, string order, ref Dice dice)
    {
        var (topic, subject, bodies) = dice.Pick(TicketTopics);
        var mood = dice.Pick(TicketMoods[sentiment]);
        return (topic, subject.Replace("{order}", order), $"{dice.Pick(bodies).Replace("{order}", order)} {mood}");
    }
}
