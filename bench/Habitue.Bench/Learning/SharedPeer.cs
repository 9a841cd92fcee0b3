using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Habitue.Bench.Learning;

/// <summary>One variant of a script of the shared peers, waiting in a process of its own for the word to run once more.</summary>
internal sealed class SharedPeer : IDisposable
{
    private readonly Process _process;

    private SharedPeer(Process process) => _process = process;

    /// <summary>Null when the peer is not installed; then <paramref name="why"/> says what it said.</summary>
    public static SharedPeer? Start(PeerVariant variant, PeerInputs inputs, out string why)
    {
        var start = new ProcessStartInfo("/usr/bin/python3",
            [Path.Combine("bench", "Habitue.Bench", "Learning", "shared_peer.py"), inputs.Peers, variant.Script, inputs.Folder, .. variant.Arguments])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        foreach (var name in (string[])["OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"]) start.Environment[name] = variant.BlasThreads;
        var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var peer = new SharedPeer(process);
        for (var skipped = 0; peer.Until("ready") is not null; skipped++)
        {
            if (skipped == variant.Number)
            {
                why = "";
                return peer;
            }

            peer.Say("next");
        }

        why = error.GetAwaiter().GetResult().TrimEnd().Split('\n')[^1];
        peer.Dispose();
        return null;
    }

    /// <summary>Does its work once; seconds by the clock and of the processor.</summary>
    public (double Wall, double Processor) Run()
    {
        Say("run");
        var parts = (Until("ran ") ?? throw new InvalidOperationException("The peer ended in the middle of its work.")).Split(' ');
        return (double.Parse(parts[0], CultureInfo.InvariantCulture), double.Parse(parts[1], CultureInfo.InvariantCulture));
    }

    /// <summary>What it says of itself and of its answer: its name, and the figures of quality.</summary>
    public (string Name, JsonElement Quality) Report()
    {
        Say("next");
        var answer = JsonDocument.Parse(Until("report ") ?? throw new InvalidOperationException("The peer ended without a report.")).RootElement;
        return (answer.GetProperty("peer").GetString()!, answer.GetProperty("quality"));
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        if (!_process.WaitForExit(2_000)) _process.Kill(entireProcessTree: true);
        _process.Dispose();
    }

    private void Say(string word)
    {
        _process.StandardInput.WriteLine(word);
        _process.StandardInput.Flush();
    }

    /// <summary>What follows the word in the next line that starts with it; null when the process ended.</summary>
    private string? Until(string word)
    {
        while (_process.StandardOutput.ReadLine() is { } line)
            if (line.StartsWith(word, StringComparison.Ordinal)) return line[word.Length..];
        return null;
    }
}
