using System.CommandLine;
using Habitue.Lake.Storage;

namespace Habitue.Host;

/// <summary>The three options that every verb with a home takes: where it is, and how much of the machine DuckDB may use.</summary>
internal sealed class HomeOptions
{
    private readonly Option<string?> home = new("--home") { HelpName = "DIR", Description = "The folder that holds everything (HABITUE_HOME; else ~/.habitue)." };
    private readonly Option<string?> memory = new("--memory") { HelpName = "SIZE", Description = "How much memory DuckDB may take, such as 1GB (else 2500MB, or 70 % of a small machine)." };
    private readonly Option<int?> threads = new("--threads") { HelpName = "N", Description = "How many threads to work with (else one per core)." };

    private readonly string? room;

    /// <param name="room">A home inside the usual home, for a verb that must not touch what is there; --home names it outright.</param>
    public HomeOptions(Command command, string? room = null)
    {
        this.room = room;
        memory.Validators.Add(result =>
        {
            var given = result.Tokens.Count > 0 ? result.Tokens[0].Value : "";
            if (!MemorySize.IsValid(given)) result.AddError($"--memory {given}: not a size; write a number and a unit, such as 512MB or 4GB.");
        });
        threads.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && (!int.TryParse(result.Tokens[0].Value, out var count) || count is < 1 or > 1024))
                result.AddError($"--threads {result.Tokens[0].Value}: give a number from 1 to 1024.");
        });
        command.Add(home);
        command.Add(memory);
        command.Add(threads);
    }

    public string Folder(Call call) => room is null || call.Of(home) is not null ? Home.FolderFor(call.Of(home)) : Path.Combine(Home.FolderFor(null), room);

    public string? Memory(Call call) => call.Of(memory);

    public int? Threads(Call call) => call.Of(threads);
}
