using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.Runtime.InteropServices;
using Habitue.Duck;
using Habitue.Lake.Marts;
using Habitue.Lake.Sources;
using Habitue.Lake.Storage;

namespace Habitue.Host;

/// <summary>
/// Parses the words, runs the verb, and turns what went wrong into an exit code and one readable sentence:
/// 0 done, 1 failed, 2 the user's mistake, 130 stopped by Ctrl+C (143 by SIGTERM).
/// </summary>
internal static class CommandLine
{
    public const int Done = 0, Failed = 1, Mistake = 2;

    /// <param name="verbs">All verbs there are. Where the first word names one, that one alone is made: all of them with their options take 16 ms, a fifth of a small call.</param>
    public static int Run(string[] args, IReadOnlyList<NamedVerb> verbs)
    {
        var root = new RootCommand("Who your customers are: raw files in, customers, features, segments and a report out.");
        var named = args.Length == 0 ? null : verbs.FirstOrDefault(verb => verb.Name == args[0]);
        foreach (var verb in named is null ? verbs : [named]) root.Add(verb.Made());
        foreach (var option in root.Options)
        {
            if (option is HelpOption help) help.Action = new HelpWithExamples((HelpAction)help.Action!);
            if (option is VersionOption version) version.Action = new PrintVersion();
        }
        var parsed = root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parsed.Errors.Count > 0 && parsed.Action is ParseErrorAction) return Explain(parsed);
        try
        {
            return parsed.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
        }
        catch (IOException broken) when (Terminal.IsBrokenPipe(broken))
        {
            return Done;   // `| head` has seen enough
        }
    }

    /// <summary>Runs a verb with Ctrl+C as cancellation; a second Ctrl+C ends the process at once.</summary>
    public static int Guard(ParseResult parsed, Verb verb)
    {
        using var stop = new CancellationTokenSource();
        var signal = 0;
        void Stop(PosixSignalContext context)
        {
            if (Interlocked.Exchange(ref signal, context.Signal == PosixSignal.SIGINT ? 130 : 143) != 0) return;
            context.Cancel = true;
            stop.Cancel();
        }
        using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        using var terminal = Terminal.OfProcess();
        try
        {
            return verb.Execute(new Call(parsed, terminal, TimeProvider.System, stop.Token));
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            terminal.Complain("Stopped. What was not finished has been rolled back; run the same command again to go on.");
            return signal;
        }
        catch (IOException broken) when (Terminal.IsBrokenPipe(broken))
        {
            return Done;
        }
        catch (Exception problem) when (SentenceFor(problem) is { } found)
        {
            terminal.Complain(found.Sentence);
            return found.Code;
        }
    }

    private static (int Code, string Sentence)? SentenceFor(Exception problem) => problem switch
    {
        UserMistakeException or SourceException or HomeException or MartException => (Mistake, problem.Message),
        UnauthorizedAccessException => (Mistake, $"{problem.Message.TrimEnd('.')}: check who owns it, or name another place."),
        _ when FullDisk.Is(problem) => (Failed, $"The disk is full ({problem.Message.ReplaceLineEndings(" ").Trim()}): free some space or name another home with --home, and run again. What was loaded before is untouched."),
        DuckException { DuckMessage: var said } when said.Contains("Out of Memory", StringComparison.OrdinalIgnoreCase) =>
            (Failed, $"This needs more memory than DuckDB may take ({said.Split('\n')[0].Trim()}): allow more with --memory, or use fewer threads with --threads."),
        _ when Environment.GetEnvironmentVariable("HABITUE_TRACE") is not null => null,
        DuckException wrong => (Failed, $"{wrong.DuckMessage.TrimEnd()}\nIn: {wrong.Sql.TrimStart().Split('\n')[0]}{Bug(problem)}"),
        _ => (Failed, $"{problem.Message}{Bug(problem)}"),
    };

    private static string Bug(Exception problem) =>
        $"\nThis is a bug or a broken home ({problem.GetType().Name}): `habitue doctor` looks at the home, HABITUE_TRACE=1 shows where it happened.";

    private static int Explain(ParseResult parsed)
    {
        using var terminal = Terminal.OfProcess();
        var command = parsed.CommandResult.Command;
        if (command is RootCommand && parsed.Tokens.Count == 0)
        {
            parsed.RootCommandResult.Command.Parse(["--help"]).Invoke();
            return Mistake;
        }
        terminal.Complain($"{Misparse.Sentence(parsed)} See: {Misparse.Path(parsed)} --help");
        return Mistake;
    }

    private sealed class PrintVersion : SynchronousCommandLineAction
    {
        public override int Invoke(ParseResult parseResult)
        {
            Console.Out.WriteLine("habitue " + Build.Version);
            return Done;
        }
    }
}
