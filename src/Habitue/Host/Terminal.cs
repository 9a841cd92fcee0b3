using System.Text;
using Microsoft.Win32.SafeHandles;
using Spectre.Console;

namespace Habitue.Host;

/// <summary>
/// Where answers and complaints go. Knows whether a person is watching: colour and live displays only then,
/// never into a pipe and never under NO_COLOR. Plain text goes to <see cref="Out"/>, tables and colour to <see cref="Rich"/>.
/// </summary>
internal sealed class Terminal : IDisposable
{
    private const int UsualWidth = 80;
    private IAnsiConsole? rich, richError;

    private Terminal(TextWriter output, TextWriter error, bool outputIsPerson, bool errorIsPerson, bool colour, int width) =>
        (Out, Error, OutputIsPerson, ErrorIsPerson, Colour, Width) = (output, error, outputIsPerson, errorIsPerson, colour, width);

    public TextWriter Out { get; }
    public TextWriter Error { get; }
    public bool OutputIsPerson { get; }
    public bool ErrorIsPerson { get; }
    public bool Colour { get; }
    public int Width { get; }

    public IAnsiConsole Rich => rich ??= Console(Out, OutputIsPerson);

    /// <summary>For progress, which must not mix with an answer that another program reads.</summary>
    public IAnsiConsole RichError => richError ??= Console(Error, ErrorIsPerson);

    public static Terminal OfProcess()
    {
        bool outputIsPerson = !System.Console.IsOutputRedirected, errorIsPerson = !System.Console.IsErrorRedirected;
        var dumb = Environment.GetEnvironmentVariable("TERM") == "dumb";
        var colour = string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")) && !dumb;
        var output = outputIsPerson ? System.Console.Out : new StreamWriter(PipeOrFile(), new UTF8Encoding(false), 1 << 16);
        return new Terminal(output, System.Console.Error, outputIsPerson && !dumb, errorIsPerson && !dumb, colour, WidthOfProcess());
    }

    /// <summary>For tests: everything into two writers, as if piped.</summary>
    public static Terminal Into(TextWriter output, TextWriter error, int width = UsualWidth) => new(output, error, false, false, false, width);

    /// <summary>One sentence to the error stream.</summary>
    public void Complain(string sentence)
    {
        Out.Flush();
        Error.WriteLine("habitue: " + sentence);
    }

    public void Say(string line) => Out.WriteLine(line);

    public static bool IsBrokenPipe(IOException problem) =>
        (problem.HResult & 0xFFFF) is 32 or 109 or 232 || problem.Message.Contains("Broken pipe", StringComparison.OrdinalIgnoreCase);

    public void Dispose()
    {
        try
        {
            Out.Flush();
        }
        catch (IOException problem) when (IsBrokenPipe(problem))
        {
            // Whoever read the pipe has gone, and with them the need for the rest.
        }
    }

    /// <summary>A pipe gets a stream of its own, since the console's would swallow "broken pipe" and go on working for nobody. A file keeps the console's, which shares its place with other processes.</summary>
    private static Stream PipeOrFile()
    {
        if (OperatingSystem.IsWindows()) return System.Console.OpenStandardOutput();
        var pipe = new FileStream(new SafeFileHandle(1, ownsHandle: false), FileAccess.Write, bufferSize: 1);
        return pipe.CanSeek ? System.Console.OpenStandardOutput() : pipe;
    }

    /// <summary>Columns that may be used: as COLUMNS says, else the window's, else 80.</summary>
    public static int WidthOfProcess()
    {
        if (int.TryParse(Environment.GetEnvironmentVariable("COLUMNS"), out var told) && told >= 20) return told;
        if (System.Console.IsOutputRedirected) return UsualWidth;
        var width = System.Console.WindowWidth;
        return width >= 20 ? width : UsualWidth;
    }

    private IAnsiConsole Console(TextWriter writer, bool person)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = person ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = person && Colour ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = person ? InteractionSupport.Detect : InteractionSupport.No,
            Out = new AnsiConsoleOutput(writer),
        });
        console.Profile.Width = Width;
        console.Profile.Capabilities.Unicode = true;
        return console;
    }
}
