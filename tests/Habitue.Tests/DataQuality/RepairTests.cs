using System.Text.Json.Nodes;
using Habitue.DataQuality;
using Habitue.Host;
using Habitue.Lake.Marts;
using Habitue.Server.Web.Access;

namespace Habitue.Tests.DataQuality;

public sealed class RepairTests
{
    private static string After(string row, params (string Column, string Do, string With, string By)[] steps) => After(row, Role.Admin, steps);

    private static string After(string row, Role role, params (string Column, string Do, string With, string By)[] steps)
    {
        var fields = steps.Index().SelectMany(step => new[] { ($"column{step.Index + 1}", step.Item.Column), ($"do{step.Index + 1}", step.Item.Do), ($"with{step.Index + 1}", step.Item.With), ($"by{step.Index + 1}", step.Item.By) }).ToDictionary();
        return RejectedText.Written(Repair.Read(name => fields.GetValueOrDefault(name, ""), role).Of((JsonObject)JsonNode.Parse(row)!));
    }

    [Theory]
    [InlineData("""{"a":"x"}""", "a", "set", "y", "", """{"a":"y"}""")]
    [InlineData("""{"a":"x"}""", "b", "set", "y", "", """{"a":"x","b":"y"}""")]
    [InlineData("""{"a":" ","b":1}""", "a", "fill", "y", "", """{"a":"y","b":1}""")]
    [InlineData("""{"a":"x"}""", "a", "fill", "y", "", """{"a":"x"}""")]
    [InlineData("""{"a":null}""", "a", "fill", "y", "", """{"a":"y"}""")]
    [InlineData("""{"a":"x","b":{"c":[1,2]}}""", "a", "take", "b.c", "", """{"a":[1,2],"b":{"c":[1,2]}}""")]
    [InlineData("""{"a":"x"}""", "a", "take", "nowhere", "", """{"a":"x"}""")]
    [InlineData("""{"a":"1.234,50 €"}""", "a", "replace", " €", "", """{"a":"1.234,50"}""")]
    [InlineData("""{"a":"x"}""", "b", "replace", "x", "y", """{"a":"x"}""")]
    [InlineData("""{"a":"abcdef"}""", "a", "shorten", "3", "", """{"a":"abc"}""")]
    [InlineData("""{"p":{"q":"x"}}""", "p.q", "set", "y", "", """{"p":{"q":"y"}}""")]
    [InlineData("""{"p":1}""", "p.q", "set", "y", "", """{"p":1}""")]
    [InlineData("""{"p.q":"x","p":{"q":"z"}}""", "p.q", "set", "y", "", """{"p.q":"y","p":{"q":"z"}}""")]
    public void A_step_changes_one_column_and_nothing_else(string before, string column, string kind, string with, string by, string after) => Assert.Equal(after, After(before, (column, kind, with, by)));

    [Fact]
    public void Steps_follow_each_other() =>
        Assert.Equal("""{"a":"1234.50"}""", After("""{"a":"1.234,50"}""", ("a", "replace", ".", ""), ("a", "replace", ",", ".")));

    [Fact]
    public void Letters_of_two_halves_are_not_cut_apart() => Assert.Equal("""{"a":"x"}""", After("{\"a\":\"x\U0001F600\"}", ("a", "shorten", "2", "")));

    [Theory]
    [InlineData("", "Step 1: choose what to do with a.")]
    [InlineData("take", "Step 1: say which column to take the value from.")]
    [InlineData("replace", "Step 1: say which text to replace.")]
    [InlineData("shorten", "Step 1: say to how many letters, from 1 to 100,000.")]
    public void A_step_that_cannot_be_done_is_told(string kind, string sentence) =>
        Assert.Equal(sentence, Assert.Throws<UserMistakeException>(() => After("{}", ("a", kind, "", ""))).Message);

    [Theory]
    [InlineData("CustomerEmail", true)]
    [InlineData("name", true)]
    [InlineData("product_name", false)]
    [InlineData("ip", true)]
    [InlineData("ShipCountry", false)]
    [InlineData("page", false)]
    [InlineData("properties", false)]
    // What is masked in the tables is masked here.
    [InlineData("title", true)]
    [InlineData("search", true)]
    [InlineData("details", true)]
    [InlineData("query", true)]
    [InlineData("mobile", true)]
    [InlineData("DOB", true)]
    [InlineData("Sex", true)]
    [InlineData("town", true)]
    [InlineData("avatar", true)]
    [InlineData("Description", false)]
    [InlineData("country_code", false)]
    public void Columns_that_tell_of_a_person_are_known_by_their_names(string column, bool personal) => Assert.Equal(personal, PersonalColumns.IsCalledPersonal(column));

    [Theory]
    [InlineData("note", "take", "traits.email", "Step 1: traits.email names, reaches or describes persons")]
    [InlineData("note", "take", "properties.Customer-E-Mail", "Step 1: properties.Customer-E-Mail names")]
    [InlineData("note", "take", "userId", "Step 1: what userId says in some of these rows names or reaches a person")]
    [InlineData("note", "take", "context", "Step 1: what context says in some of these rows")]
    [InlineData("note", "take", "list", "Step 1: what list says in some of these rows")]
    [InlineData("userId", "replace", "@", "Step 1: what userId says in some of these rows")]
    [InlineData("userId", "shorten", "3", "Step 1: what userId says in some of these rows")]
    [InlineData("note", "take", "value", "Step 1: what value says in some of these rows")]
    [InlineData("key", "set", "plan", "Step 1: what value says in some of these rows")]
    [InlineData("pair.key", "replace", "phone", "Step 1: what pair.value says in some of these rows")]
    [InlineData("note", "take", "pair", "Step 1: what pair says in some of these rows")]
    public void Nobody_opens_by_a_repair_what_is_hidden_from_them(string column, string kind, string with, string words)
    {
        const string row = """{"userId":"ann@x.com","context":{"ip":"1.2.3.4"},"traits":{"email":"ann@x.com"},"list":["ann@x.com"],"properties":{"Customer-E-Mail":"x"},"key":"phone","value":"0171","pair":{"key":"phone","value":"0172"}}""";
        Assert.StartsWith(words, Assert.Throws<UserMistakeException>(() => After(row, Role.Analyst, (column, kind, with, ""))).Message, StringComparison.Ordinal);
        Assert.NotEqual(row, After(row, Role.Admin, (column, kind, with, "")));
    }

    [Fact]
    public void What_is_open_and_what_stays_hidden_is_repaired_by_everybody_who_may_repair() =>
        Assert.Equal("""{"userId":"u1","properties":{"total":"5","email":"a"},"note":"u1"}""",
            After("""{"userId":"u1","properties":{"total":"5 €","email":"ab"}}""", Role.Analyst, ("properties.total", "replace", " €", ""), ("properties.email", "shorten", "1", ""), ("note", "take", "userId", "")));

    [Fact]
    public void A_pair_of_which_nothing_is_hidden_is_repaired_like_any_column() =>
        Assert.Equal("""{"key":"plan","value":"gold","note":"gold"}""", After("""{"key":"tier","value":"gold"}""", Role.Analyst, ("key", "set", "plan", ""), ("note", "take", "value", "")));

    [Fact]
    public void What_is_hidden_is_hidden_wherever_it_stands()
    {
        const string row = """{"userId":"u1","note":"write to ann@x.com now","context":{"ip":"1.2.3.4","page":{"path":"/"}},"traits":{"plan":"gold"},"list":[{"email":"a@b.c"}]}""";
        Assert.Equal("""{"userId":"u1","note":"write to HIDDEN now","context":{"ip":"HIDDEN","page":{"path":"/"}},"traits":"HIDDEN","list":[{"email":"HIDDEN"}]}""".Replace("HIDDEN", Masks.Hidden, StringComparison.Ordinal), RejectedText.Of(row, Role.Analyst));
        Assert.Equal(row, RejectedText.Of(row, Role.Marketer));
        const string odd = """{"params":[{"key":"search_term","value":{"string_value":"my illness"}},{"key":"page","value":"/"}],"raw":"{\"email\":\"a@b.c\",\"n\":1}","many":["a@b.c",1,["d@e.f"]],"properties":"name=Ann","name":{"first":"Ann"},"a@b.c":true}""";
        Assert.Equal("""{"params":[{"key":"search_term","value":"HIDDEN"},{"key":"page","value":"/"}],"raw":"{\"email\":\"HIDDEN\",\"n\":1}","many":["HIDDEN",1,["HIDDEN"]],"properties":"HIDDEN","name":"HIDDEN","HIDDEN":true}""".Replace("HIDDEN", Masks.Hidden, StringComparison.Ordinal), RejectedText.Of(odd, Role.Viewer));
    }

    [Theory]
    [InlineData("C17;Jane Doe;12 Elm Street;x")]
    [InlineData("eyJ1c2VySWQiOiJhbm5AeC5jb20ifQ==")]
    [InlineData("[\"Jane Doe\"]")]
    public void Of_what_cannot_be_split_into_columns_nothing_is_shown(string line)
    {
        Assert.Equal(Masks.Hidden, RejectedText.Of(line, Role.Viewer));
        Assert.Equal(line, RejectedText.Of(line, Role.Marketer));
    }
}
