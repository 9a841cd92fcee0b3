namespace Habitue.Lake.Log;

/// <summary>What is to be appended: a key, whose records stay in one partition and in order, and the event as UTF-8 JSON.</summary>
public readonly record struct LogEntry(string Key, ReadOnlyMemory<byte> Value);

/// <summary>What was appended, with its place.</summary>
public readonly record struct LogRecord(int Partition, long Offset, ReadOnlyMemory<byte> Value);
