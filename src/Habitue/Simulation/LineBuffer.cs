namespace Habitue.Simulation;

/// <summary>
/// Holds written lines until their time of arrival has come, and gives them out in that order. Late events and sessions
/// that run past midnight stay until a later flush, so memory holds a day of lines and not more.
/// </summary>
internal sealed class LineBuffer
{
    private byte[] _bytes = new byte[1 << 16];
    private byte[] _spare = new byte[1 << 16];
    private (long At, int Start, int Length)[] _lines = new (long, int, int)[1024];
    private (long At, int Start, int Length)[] _spareLines = new (long, int, int)[1024];
    private long[] _keys = new long[1024];
    private int[] _order = new int[1024];
    private int _used, _count;

    public void Add(long arrival, ReadOnlySpan<byte> line)
    {
        if (_used + line.Length > _bytes.Length) Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _used + line.Length));
        if (_count == _lines.Length) Array.Resize(ref _lines, _count * 2);
        line.CopyTo(_bytes.AsSpan(_used));
        _lines[_count++] = (arrival, _used, line.Length);
        _used += line.Length;
    }

    /// <summary>Writes all lines that arrive before the moment, in order of arrival, lines of one moment as they were added.</summary>
    public void Flush(long until, SourceFile to)
    {
        if (_keys.Length < _count) (_keys, _order) = (new long[_lines.Length], new int[_lines.Length]);
        // The number of the line keeps the order of equal times: 22 bits of it are far more than a day has.
        for (var i = 0; i < _count; i++) (_keys[i], _order[i]) = ((_lines[i].At << 22) + i, i);
        Array.Sort(_keys, _order, 0, _count);
        var done = 0;
        for (; done < _count && _lines[_order[done]].At < until; done++)
        {
            var (_, start, length) = _lines[_order[done]];
            to.Write(_bytes.AsSpan(start, length));
        }
        KeepFrom(done);
    }

    private void KeepFrom(int done)
    {
        var (used, count) = (0, 0);
        for (var i = done; i < _count; i++)
        {
            var (at, start, length) = _lines[_order[i]];
            if (used + length > _spare.Length) Array.Resize(ref _spare, Math.Max(_spare.Length * 2, used + length));
            if (count == _spareLines.Length) Array.Resize(ref _spareLines, count * 2);
            _bytes.AsSpan(start, length).CopyTo(_spare.AsSpan(used));
            _spareLines[count++] = (at, used, length);
            used += length;
        }
        (_bytes, _spare, _lines, _spareLines, _used, _count) = (_spare, _bytes, _spareLines, _lines, used, count);
    }
}
