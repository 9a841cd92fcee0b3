using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Habitue.Tests.Host.Demo;

/// <summary>The demo as a person starts it: a shop, its live dashboard, visitors coming in.</summary>
public sealed partial class DemoVerbTests : IDisposable
{
    private static readonly string[] Small = ["--customers", "60", "--days", "40", "--slices", "segments", "--no-report"];
    private readonly TemporaryHome home = new();
    private readonly CancellationToken cancel = TestContext.Current.CancellationToken;

    public void Dispose() => home.Dispose();

    [Fact]
    public async Task It_serves_a_moving_dashboard_keeps_the_ledger_of_its_traffic_and_reaches_no_other_machine()
    {
        if (OperatingSystem.IsWindows()) Assert.Skip("Windows has no signals.");
        var trace = Path.Combine(home.Desk, "net.trace");
        using var process = TheProgram.StartWith(home.Folder, Connections.Traced(trace), ["demo", .. Small, "--serve", "--port", "0", "--rate", "30"]);
        var error = process.StandardError.ReadToEndAsync(cancel);
        try
        {
            var address = await Said(process, "Dashboard  ");
            using var visitor = new HttpClient(new HttpClientHandler { CookieContainer = new CookieContainer() });
            Assert.Contains("Right now", await visitor.GetStringAsync(address, cancel), StringComparison.Ordinal);
            using var stream = new StreamReader(await visitor.GetStreamAsync(new Uri(new Uri(address), "/dashboard/stream"), cancel));
            Assert.True(await Moves(stream));
        }
        catch
        {
            process.Kill();   // it would serve for ever
            throw;
        }
        TheProgram.Signal(process, "INT");
        var rest = await process.StandardOutput.ReadToEndAsync(cancel);
        await process.WaitForExitAsync(cancel);
        Assert.Equal(0, process.ExitCode);
        Assert.Equal("", Complaints(await error));

        var sent = Traffic().Match(rest);
        Assert.True(sent.Success, rest);
        var ledger = File.ReadAllLines(sent.Groups[2].Value);
        Assert.Equal(long.Parse(sent.Groups[1].Value, NumberStyles.AllowThousands, CultureInfo.InvariantCulture), ledger.Length - 1);
        Assert.InRange(ledger.Length - 1, 1, 100_000);

        var seen = await File.ReadAllBytesAsync(trace, cancel);
        Assert.Contains(IPAddress.Loopback, Connections.In(seen));   // the visitors' own
        Assert.Empty(Connections.Outbound(seen));
    }

    [Theory]
    [InlineData("93.184.216.34", true)]
    [InlineData("::ffff:10.0.0.2", true)]
    [InlineData("2606:2800:220:1::1", true)]
    [InlineData("127.0.0.1", false)]
    [InlineData("::ffff:127.0.0.1", false)]
    [InlineData("::1", false)]
    public void An_address_of_another_machine_is_told_from_one_of_this(string address, bool outbound)
    {
        var trace = Connections.Written(address);
        Assert.Single(Connections.In(trace));
        Assert.Equal(outbound ? 1 : 0, Connections.Outbound(trace).Count);
    }

    [Fact]
    public void At_a_terminal_it_serves_by_itself_and_opens_the_browser()
    {
        if (!OperatingSystem.IsLinux() || TheProgram.Shell(home.Folder, "command -v script").Code != 0) Assert.Skip("The program `script` is not on this machine.");
        // A browser that looks at the address and has then seen enough.
        var browser = Path.Combine(home.Desk, "xdg-open");
        File.WriteAllText(browser, $"#!/bin/sh\nprintf '%s' \"$1\" > '{home.Desk}/opened'\nkill -INT $PPID\n");
        var ran = TheProgram.Shell(home.Folder, $"chmod +x '{browser}'; script -qec \"stty cols 100; env --default-signal=INT '{TheProgram.File}' demo {string.Join(' ', Small)} --port 0 --rate 0\" /dev/null < /dev/null", null,
            ("DISPLAY", ":0"), ("PATH", home.Desk + ":" + Environment.GetEnvironmentVariable("PATH")));
        Assert.True(ran.Code == 0, ran.Out);
        Assert.Contains("Stopped. Everything that was accepted is on the disk.", ran.Out, StringComparison.Ordinal);
        var opened = File.ReadAllText(Path.Combine(home.Desk, "opened"));
        Assert.Matches(@"^http://127\.0\.0\.1:\d+/sign-in\?pass=[0-9a-f]{32}$", opened);
        Assert.Contains("Dashboard  " + opened, ran.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--serve --no-serve", "--serve and --no-serve contradict each other; leave one out.")]
    [InlineData("--serve --json", "--serve goes on until it is stopped, and --json answers once; leave one out.")]
    [InlineData("--port 70000", "--port 70000: give a number from 0 to 65,535.")]
    [InlineData("--rate much", "--rate much: give a number from 0 to 5,000.")]
    public void What_cannot_be_is_said_before_anything_is_made(string words, string sentence)
    {
        var ran = TheProgram.Run(home.Folder, ["demo", .. words.Split(' ')]);
        Assert.Equal(2, ran.Code);
        Assert.Contains(sentence, ran.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(home.Folder, "demo")));
    }

    private async Task<string> Said(Process process, string head)
    {
        while (await process.StandardOutput.ReadLineAsync(cancel) is { } line)
            if (line.StartsWith(head, StringComparison.Ordinal)) return line[head.Length..];
        throw new InvalidOperationException($"It ended without saying '{head}'.");
    }

    /// <summary>Whether the figures of this moment come to show events.</summary>
    private async Task<bool> Moves(StreamReader stream)
    {
        while (await stream.ReadLineAsync(cancel) is { } line)
            if (line.StartsWith("data: {", StringComparison.Ordinal) && JsonElement.Parse(line[6..]).TryGetProperty("events_per_second", out var rate) && rate.GetDouble() > 0) return true;
        return false;
    }

    /// <summary>What was said on the error stream beside the stages.</summary>
    private static string Complaints(string error) => string.Join('\n', error.Split('\n').Where(line => line.Contains("fail", StringComparison.OrdinalIgnoreCase) || line.Contains("habitue:", StringComparison.Ordinal)));

    [GeneratedRegex(@"^Traffic    ([\d,]+) events, .* is in (.+)$", RegexOptions.Multiline)]
    private static partial Regex Traffic();
}
