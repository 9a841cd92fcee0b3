using Habitue.Decisions.Conditions;
using Habitue.Decisions.Customers;

namespace Habitue.Tests.Decisions;

public sealed class ConditionTests : IDisposable
{
    private readonly TinyShop shop = new();
    private readonly LiveFacts live = new(new Dictionary<string, double> { ["cart_value"] = 30 }, ["Abandoned cart"], [], new Dictionary<string, bool>());

    public void Dispose() => shop.Dispose();

    [Theory]
    [InlineData("recency_days < 10", true)]
    [InlineData("recency_days <= 3 and recency_days >= 3 and recency_days = 3 and not recency_days != 3", true)]
    [InlineData("recency_days > 3", false)]
    [InlineData("country = \"france\"", true)]
    [InlineData("country in (\"Spain\", \"France\") and country not in (\"Italy\")", true)]
    [InlineData("country != \"France\" or segment = \"High value\"", true)]
    [InlineData("not (country = \"France\" and frequency > 20)", true)]
    [InlineData("purchase_30d = 0.5 and purchase_7d = 0.25", true)]
    [InlineData("age = 34 and age_group = \"34\"", true)]
    [InlineData("preferred_category = \"kitchen\"", true)]
    [InlineData("live.cart_value >= 30 and live.segment = \"abandoned cart\"", true)]
    [InlineData("live.segment != \"Abandoned cart\"", false)]
    [InlineData("context.page = \"/sale\" and context.depth > 2", true)]
    [InlineData("context.device = \"x\"", false)]
    [InlineData("known(city) and not known(churn)", true)]
    // Of a missing value no comparison holds, so the opposite of one does.
    [InlineData("churn < 0.5", false)]
    [InlineData("churn >= 0.5", false)]
    [InlineData("churn != 0.5", false)]
    [InlineData("not churn < 0.5", true)]
    public void Conditions_hold_as_they_read(string text, bool holds)
    {
        var view = shop.View("ann", live, ("page", "/sale"), ("depth", "3"));
        Assert.Equal(holds, ConditionParser.Parse(text, new ConditionSet()).Holds(view));
    }

    [Fact]
    public void And_binds_closer_than_or() =>
        Assert.True(ConditionParser.Parse("frequency = 12 or frequency = 13 and country = \"Spain\"", new ConditionSet()).Holds(shop.View("ann")));

    [Fact]
    public void Of_somebody_unknown_nothing_holds()
    {
        var nobody = shop.View("who?");
        Assert.False(ConditionParser.Parse("recency_days < 10 or country = \"France\" or known(frequency)", new ConditionSet()).Holds(nobody));
        Assert.False(nobody.IsKnown);
    }

    [Theory]
    [InlineData("", "the condition is missing")]
    [InlineData("recency_dais < 3", "`recency_dais` is neither a field nor a named condition; did you mean recency_days?")]
    [InlineData("recency_days", "the condition ends where how recency_days is compared is missing")]
    [InlineData("recency_days < ", "the condition ends where what recency_days is compared with is missing")]
    [InlineData("recency_days < \"3\"", "recency_days is a number; \"3\" is a text")]
    [InlineData("country < \"France\"", "country is a text: it can be = or !=")]
    [InlineData("country = 3", "country is a text; write \"3\" in double quotes")]
    [InlineData("country in (France)", "stands in a list of texts without double quotes")]
    [InlineData("recency_days in (\"3\")", "`in` is for texts")]
    [InlineData("(recency_days < 3", "a closing bracket is missing")]
    [InlineData("recency_days < 3 frequency > 2", "`frequency` stands where the condition should end")]
    [InlineData("recency_days ~ 3", "`~` cannot be understood")]
    [InlineData("recency_days and 3", "`and` stands where one of = != < <= > >= in should stand")]
    [InlineData("'; DROP TABLE customers; --", "cannot be understood")]
    [InlineData("context. = 3", "`context.` is neither a field")]
    public void What_cannot_be_understood_is_told(string text, string sentence) =>
        Assert.Contains(sentence, Assert.Throws<ConditionException>(() => ConditionParser.Parse(text, new ConditionSet())).Message);

    [Fact]
    public void Endless_nesting_is_refused()
    {
        Assert.Contains("deep in each other", Assert.Throws<ConditionException>(() => ConditionParser.Parse(new string('(', 1_000) + "frequency > 1" + new string(')', 1_000), new ConditionSet())).Message);
        Assert.Contains("at most 4000 letters", Assert.Throws<ConditionException>(() => ConditionParser.Parse(string.Join(" or ", Enumerable.Repeat("frequency > 1", 500)), new ConditionSet())).Message);
    }

    [Fact]
    public void Every_text_feature_is_a_text_in_the_warehouse()
    {
        var texts = shop.Warehouse.Rows<(string Name, string Type)>("SELECT column_name, data_type FROM duckdb_columns() WHERE table_name = 'customer_features' AND data_type = 'VARCHAR' AND column_name <> 'customer_id'").Select(column => column.Name);
        Assert.Equal(["preferred_category"], texts);
        Assert.Equal(FieldKind.Text, CustomerFields.Find("preferred_category")!.Kind);
    }
}
