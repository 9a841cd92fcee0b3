namespace Habitue.Prediction;

/// <summary>
/// What people say for the features that matter most: "no order for 182 days", not "recency_days: 182". A feature that
/// is not here is called by its meaning in the catalogue.
/// </summary>
internal static class ReasonWords
{
    private static readonly Dictionary<string, Func<double, string, string>> Phrases = new()
    {
        ["recency_days"] = (value, text) => value < 1 ? "ordered on the last day" : value < 14 ? $"ordered {Many(value, text, "day")} ago" : $"no order for {text} days",
        ["frequency"] = (value, text) => value == 1 ? "a single order so far" : $"{text} orders so far",
        ["monetary"] = (_, text) => $"ordered for {text} in all",
        ["average_order_value"] = (_, text) => $"{text} per order on average",
        ["largest_order_value"] = (_, text) => $"largest order {text}",
        ["lifetime_value"] = (_, text) => $"bought for {text} less returns",
        ["tenure_days"] = (value, text) => $"known for {Many(value, text, "day")}",
        ["days_since_first_order"] = (value, text) => $"first order {Many(value, text, "day")} ago",
        ["active_months"] = (value, text) => $"ordered in {Many(value, text, "month")}",
        ["purchase_frequency_score"] = (_, text) => $"{text} orders per 30 days",
        ["mean_gap_days"] = (_, text) => $"{text} days between orders on average",
        ["median_gap_days"] = (_, text) => $"{text} days between orders as a rule",
        ["sd_gap_days"] = (_, text) => $"the time between orders varies by {text} days",
        ["overdue_ratio"] = (_, text) => $"{text} times the usual time since the last order",
        ["silence_chance"] = (_, text) => $"so long without an order has a chance of {text} at their pace",
        ["orders_30d"] = (value, text) => $"{None(value, text, "order")} in 30 days",
        ["orders_90d"] = (value, text) => $"{None(value, text, "order")} in 90 days",
        ["orders_365d"] = (value, text) => $"{None(value, text, "order")} in 365 days",
        ["season_orders"] = (value, text) => $"{None(value, text, "order")} in this season a year ago",
        ["spend_30d"] = (value, text) => $"{Nothing(value, text)} ordered in 30 days",
        ["spend_90d"] = (value, text) => $"{Nothing(value, text)} ordered in 90 days",
        ["spend_365d"] = (value, text) => $"{Nothing(value, text)} ordered in 365 days",
        ["spend_change_90d"] = (value, text) => value == 0 ? "spends as in the 90 days before" : $"spends {text.TrimStart('-')} {(value > 0 ? "more" : "less")} than in the 90 days before",
        ["average_basket_lines"] = (_, text) => $"{text} products per order on average",
        ["average_basket_units"] = (_, text) => $"{text} pieces per order on average",
        ["average_unit_price"] = (_, text) => $"{text} per piece on average",
        ["distinct_products"] = (value, text) => $"{Many(value, text, "different product")} bought",
        ["weekend_share"] = (_, text) => $"{text} of orders at weekends",
        ["evening_share"] = (_, text) => $"{text} of orders in the evening",
        ["repeat_share"] = (_, text) => $"{text} of what was bought had been bought before",
        ["returns_rate"] = (value, text) => value == 0 ? "nothing sent back" : $"{text} of the goods sent back",
        ["returned_value"] = (value, text) => $"{Nothing(value, text)} sent back",
        ["returned_lines"] = (value, text) => $"{None(value, text, "product")} sent back",
        ["discount_share"] = (value, text) => value == 0 ? "no order with a discount" : $"a discount in {text} of orders",
        ["discount_rate"] = (_, text) => $"discounts of {text}",
        ["in_store_share"] = (_, text) => $"{text} of orders in a store",
        ["sessions"] = (value, text) => $"{None(value, text, "visit")} so far",
        ["sessions_30d"] = (value, text) => $"{None(value, text, "visit")} in 30 days",
        ["sessions_90d"] = (value, text) => $"{None(value, text, "visit")} in 90 days",
        ["sessions_365d"] = (value, text) => $"{None(value, text, "visit")} in 365 days",
        ["sessions_since_order"] = (value, text) => $"{None(value, text, "visit")} since the last order",
        ["sessions_change_30d"] = (value, text) => value == 0 ? "visits as often as in the 90 days before" : $"{text.TrimStart('-')} {(value > 0 ? "more" : "fewer")} visits in 30 days than before",
        ["visit_silence_chance"] = (_, text) => $"so long without a visit has a chance of {text} at their pace",
        ["days_since_last_visit"] = (_, text) => $"no visit for {text} days",
        ["cart_abandonment_rate"] = (_, text) => $"leaves {text} of carts",
        ["conversion_rate"] = (_, text) => $"orders in {text} of visits",
        ["email_opens"] = (value, text) => $"{None(value, text, "e-mail")} opened",
        ["emails_90d"] = (value, text) => $"{None(value, text, "e-mail")} in 90 days",
        ["email_opens_90d"] = (value, text) => $"{None(value, text, "e-mail")} opened in 90 days",
        ["email_open_rate_90d"] = (_, text) => $"opens {text} of the e-mails of 90 days",
        ["days_since_email_open"] = (_, text) => $"no e-mail opened for {text} days",
        ["days_without_mailing"] = (value, text) => value == 0 ? "still on the list of mailings" : $"off the list of mailings for {Many(value, text, "day")}",
        ["unsubscribed"] = (value, _) => value == 0 ? "has not unsubscribed" : "has unsubscribed",
        ["email_open_rate"] = (_, text) => $"opens {text} of e-mails",
        ["email_click_rate"] = (_, text) => $"clicks in {text} of e-mails",
        ["low_ratings_90d"] = (value, text) => $"{None(value, text, "poor rating")} in 90 days",
        ["complaints_since_order"] = (value, text) => $"{None(value, text, "complaint")} since the last order",
        ["days_since_complaint"] = (value, text) => $"complained {Many(value, text, "day")} ago",
        ["sentiment"] = (_, text) => $"what they write sounds {text} content",
        ["last_sentiment"] = (_, text) => $"what they wrote last sounds {text} content",
        ["tickets_90d"] = (value, text) => $"{None(value, text, "support ticket")} in 90 days",
        ["open_tickets"] = (value, text) => $"{None(value, text, "support ticket")} still open",
        ["days_since_last_activity"] = (_, text) => $"no sign of life for {text} days",
        ["engagement_score"] = (_, text) => $"engagement {text} of 100",
    };

    /// <summary>Features that are unknown for want of orders.</summary>
    private static readonly Dictionary<string, string> Unknown = new()
    {
        ["mean_gap_days"] = "no second order yet",
        ["median_gap_days"] = "no second order yet",
        ["overdue_ratio"] = "no second order yet",
        ["sd_gap_days"] = "no third order yet",
        ["days_since_last_visit"] = "no visit so far",
        ["visit_silence_chance"] = "no visit so far",
        ["cart_abandonment_rate"] = "no cart so far",
        ["email_open_rate"] = "no e-mail so far",
        ["email_click_rate"] = "no e-mail so far",
        ["email_open_rate_90d"] = "no e-mail in 90 days",
        ["days_since_email_open"] = "no e-mail opened so far",
        ["days_without_mailing"] = "no mailing so far",
        ["days_since_complaint"] = "no complaint so far",
        ["sentiment"] = "has written nothing whose tone is known",
        ["last_sentiment"] = "has written nothing whose tone is known",
    };

    /// <summary>The features that have words of their own.</summary>
    public static IEnumerable<string> Features => Phrases.Keys.Union(Unknown.Keys);

    /// <summary>What is known of a customer; null when the feature has no words of its own.</summary>
    /// <param name="feature">Its name.</param>
    /// <param name="value">NaN when it is not known.</param>
    /// <param name="text">The value as it is written.</param>
    public static string? Of(string feature, double value, string text) =>
        double.IsNaN(value) ? Unknown.GetValueOrDefault(feature) : Phrases.TryGetValue(feature, out var phrase) ? phrase(value, text) : null;

    private static string Many(double value, string text, string one) => $"{text} {one}{(value == 1 ? "" : "s")}";

    private static string None(double value, string text, string one) => value == 0 ? $"no {one}" : Many(value, text, one);

    private static string Nothing(double value, string text) => value == 0 ? "nothing" : text;
}
