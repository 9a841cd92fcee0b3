using Habitue.Lake.Log;
using Habitue.Tests.Contracts;

namespace Habitue.Tests.Log;

/// <summary>The laws of logs, kept by the one in SQLite; once with what was read last in memory, once all from the disk.</summary>
public class SqliteLogLaws : EventLogLaws
{
    protected string Folder { get; } = Directory.CreateTempSubdirectory("habitue-log-").FullName;

    protected override IEventLog Open(LogSettings settings) => SqliteLog.Open(Folder, settings);

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
        GC.SuppressFinalize(this);
    }
}

public sealed class SqliteLogWithoutMemoryLaws : SqliteLogLaws
{
    protected override LogSettings Settings => base.Settings with { TailBytes = 0 };
}
