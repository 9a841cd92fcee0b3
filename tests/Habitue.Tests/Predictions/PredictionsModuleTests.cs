using Habitue.Predictions;

namespace Habitue.Tests.Predictions;

public sealed class PredictionsModuleTests
{
    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("a,b", "\"a,b\"")]
    [InlineData("say \"no\"", "\"say \"\"no\"\"\"")]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("@sum(a,b)", "\"'@sum(a,b)\"")]
    [InlineData(0.25, "0.25")]
    [InlineData(-2, "-2")]
    [InlineData(true, "yes")]
    [InlineData(null, "")]
    public void A_value_is_read_back_as_it_is_and_never_as_a_formula(object? value, string field) => Assert.Equal(field, PredictionsModule.Field(value));
}
