using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace Habitue.Server;

/// <summary>How the server's log looks: for people, one JSON object a line for machines, or none.</summary>
internal enum LogForm
{
    None,
    Text,
    Json,
}

/// <summary>The server's log: what went wrong and what started, on the error stream. Addresses with ids and bodies are never in it.</summary>
internal static class ServerLog
{
    public static void Use(ILoggingBuilder logging, LogForm form)
    {
        logging.ClearProviders();
        if (form == LogForm.None) return;
        logging.SetMinimumLevel(LogLevel.Information);
        // The web server tells each request with its whole address, which names customers.
        logging.AddFilter("Microsoft", LogLevel.Warning);
        // It would make a scope and an activity for each request, for nobody.
        logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None);
        // Razor brings keys that are never used; they are kept in memory only, so whether they would be encrypted on a disk is nobody's concern.
        logging.AddFilter("Microsoft.AspNetCore.DataProtection.KeyManagement.XmlKeyManager", LogLevel.Error);
        // A start that fails is told in one sentence by the verb.
        logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical);
        logging.Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        if (form == LogForm.Json) logging.AddJsonConsole(console => (console.UseUtcTimestamp, console.TimestampFormat) = (true, "yyyy-MM-ddTHH:mm:ss.fffZ"));
        else logging.AddSimpleConsole(console => (console.SingleLine, console.UseUtcTimestamp, console.TimestampFormat) = (true, true, "HH:mm:ss "));
    }
}
