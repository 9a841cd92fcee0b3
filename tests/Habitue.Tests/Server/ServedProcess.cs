using System.Diagnostics;
using Habitue.Tests.Host;

namespace Habitue.Tests.Server;

/// <summary><c>habitue serve</c> as its users start it: a process of its own, that can be killed.</summary>
internal sealed class ServedProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private readonly Process process;

    private ServedProcess(Process process) => this.process = process;

    public string Address { get; private set; } = "";

    /// <summary>The keys that a new home shows once; empty for a home that has its keys.</summary>
    public string WriteKey { get; private set; } = "";

    public string ReadKey { get; private set; } = "";

    /// <summary>The address of the dashboard, with the pass when one was asked for.</summary>
    public string Dashboard { get; private set; } = "";

    /// <summary>Returns when it listens.</summary>
    public static ServedProcess Start(string home, params string[] words)
    {
        var served = new ServedProcess(TheProgram.Start(home, ["serve", "--urls", "http://127.0.0.1:0", "--log", "none", .. words]));
        while (served.process.StandardOutput.ReadLine() is { } line)
        {
            string[] said = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (said is ["Write", "key", var write, ..]) served.WriteKey = write;
            if (said is ["Read", "key", var read, ..]) served.ReadKey = read;
            if (said is ["Dashboard", var dashboard, ..]) served.Dashboard = dashboard;
            if (said is not ["Listening", var address, ..]) continue;
            served.Address = address;
            return served;
        }

        throw new InvalidOperationException(served.process.StandardError.ReadToEnd());
    }

    /// <summary>SIGKILL: whatever it is doing.</summary>
    public void Kill()
    {
        process.Kill();
        process.WaitForExit();
    }

    /// <summary>Ctrl+C; returns when it has ended.</summary>
    public int Stop()
    {
        TheProgram.Signal(process, "INT");
        if (process.WaitForExit(Patience)) return process.ExitCode;
        Kill();
        throw new TimeoutException($"The server was asked to stop and did not within {Patience.TotalMinutes} minutes.");
    }

    public void Dispose()
    {
        if (!process.HasExited) Kill();
        process.Dispose();
    }
}
