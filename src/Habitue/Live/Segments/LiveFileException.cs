namespace Habitue.Live.Segments;

/// <summary>A mistake in the file of live segments, as a sentence that names file, line and what would be right.</summary>
internal sealed class LiveFileException(string message) : Exception(message);
