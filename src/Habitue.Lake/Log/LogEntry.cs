namespace Habitue.Lake.Log;

/// <summary>What is to be appended: a key, whose records stay in one partition and in order, and the event as UTF-8 JSON.</summary>
/// <param name="Key">Whose event it is.</param>
/// <param name="Value">The event. The memory must not change until the append has completed.</param>
/// <param name="Id">
/// What the event is known by (<see cref="LogId"/>): an id that the log took within its memory is a duplicate and is not appended
/// again. Zero is no id: such an entry is always new.
/// </param>
public readonly record struct LogEntry(string Key, ReadOnlyMemory<byte> Value, UInt128 Id = default);
