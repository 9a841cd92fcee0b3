namespace Habitue.Server.Web.Parts;

/// <summary>A stop of the tour: the question that a page answers, and where on it to look.</summary>
/// <param name="Address">The page.</param>
/// <param name="Question">What somebody wants to know.</param>
/// <param name="Answer">What the page says to it.</param>
/// <param name="Look">What to try there.</param>
internal sealed record TourStep(string Address, string Question, string Answer, string Look);

/// <summary>The tour: the six questions that the dashboard answers, in the order of the menu.</summary>
internal static class TourSteps
{
    public static IReadOnlyList<TourStep> All { get; } =
    [
        new("/", "Who comes to the shop, and how is it doing?", "Overview counts all, new and returning customers, what they bring, and what changed since the period before.",
            "“Right now” moves by itself: it shows what visitors do this very second."),
        new("/sales", "What sells, when and where?", "Sales shows revenue over time, and by product, category, country, weekday and hour.",
            "Click a bar, and the page keeps to what it stands for. The address keeps your choice."),
        new("/segments", "What kinds of customers are there?", "Segments are groups of customers who behave alike, found in the data and given names.",
            "Open one: who they are, what sets them apart, what to do, and each customer in it."),
        new("/behaviour", "What do visitors do, and where do they leave?", "Behaviour follows visits from page to page: paths, funnels, who comes back, and how phones differ from computers.",
            "Build a funnel of your own steps and see how many get through."),
        new("/baskets", "What is bought together, and what should be recommended?", "Baskets shows which products go together more often than chance, and what is offered because of it.",
            "Look up a product to see what it is bought with."),
        new("/predictions", "Who buys next, who is leaving, and what are they worth?", "Predictions gives each customer a chance to buy within 7 days, a risk to stay away, and a value with its bounds, and says how far to trust them.",
            "Move the threshold of the risk and see whom it catches and what that earns."),
    ];
}
