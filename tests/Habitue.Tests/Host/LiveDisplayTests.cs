namespace Habitue.Tests.Host;

/// <summary>What a person at a terminal sees; the terminal is played by util-linux's <c>script</c>.</summary>
public sealed class LiveDisplayTests : IDisposable
{
    private readonly TemporaryHome home = new();

    public void Dispose() => home.Dispose();

    private string Watch(string prefix = "")
    {
        if (!OperatingSystem.IsLinux() || TheProgram.Shell(home.Folder, "command -v script").Code != 0) Assert.Skip("The program `script` is not on this machine.");
        var orders = home.Write("orders.csv", "order_id,customer_id,order_date,product_id,quantity,unit_price\n1,ann,2024-03-01 10:00:00,P1,2,4.50\n");
        var ran = TheProgram.Shell(home.Folder, $"script -qec \"stty cols 80 rows 24; {prefix} '{TheProgram.File}' run '{orders}' --no-report\" /dev/null < /dev/null");
        Assert.Equal(0, ran.Code);
        return ran.Out;
    }

    [Fact]
    public void At_a_terminal_every_stage_ends_with_a_green_mark_and_the_cursor_comes_back()
    {
        var seen = Watch();
        Assert.Contains("\u001b[38;5;2m✓", seen);
        Assert.All(["Find sources", "Load and clean", "Features", "Segments"], stage => Assert.Contains(stage, seen));
        Assert.True(seen.LastIndexOf("\u001b[?25h", StringComparison.Ordinal) > seen.LastIndexOf("\u001b[?25l", StringComparison.Ordinal));
    }

    [Fact]
    public void NO_COLOR_takes_the_colours_away() => Assert.DoesNotContain("\u001b[38;5;", Watch("NO_COLOR=1"));
}
