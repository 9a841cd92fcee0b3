using System.Runtime.InteropServices;

namespace Habitue.Duck.Native;

/// <summary>Native memory for the long strings of one chunk: taken piece by piece, given back all at once.</summary>
internal sealed unsafe class OwnedArena : SafeHandle
{
    private const int BlockSize = 1 << 18;
    private readonly List<nint> _outgrown = [];
    private int _size, _used;

    internal OwnedArena() : base(0, ownsHandle: true) { }

    public override bool IsInvalid => handle == 0;

    /// <summary>Room for so many bytes; it stays where it is until <see cref="Reset"/>.</summary>
    internal byte* Reserve(int bytes)
    {
        ObjectDisposedException.ThrowIf(IsClosed, this);
        if (_size - _used < bytes)
            Grow(bytes);
        return (byte*)handle + _used;
    }

    /// <summary>Keeps so many of the reserved bytes.</summary>
    internal void Keep(int bytes) => _used += bytes;

    internal void Reset()
    {
        FreeOutgrown();
        _used = 0;
    }

    protected override bool ReleaseHandle()
    {
        FreeOutgrown();
        NativeMemory.Free((void*)handle);
        return true;
    }

    // A full block is kept till the reset, and the next is twice as large: after some chunks one block is enough.
    private void Grow(int bytes)
    {
        var size = Math.Max((int)Math.Min((long)_size * 2, 1 << 24), Math.Max(bytes, BlockSize));
        var block = (nint)NativeMemory.Alloc((nuint)size);
        if (handle != 0)
            _outgrown.Add(handle);
        SetHandle(block);
        (_size, _used) = (size, 0);
    }

    private void FreeOutgrown()
    {
        foreach (var block in _outgrown)
            NativeMemory.Free((void*)block);
        _outgrown.Clear();
    }
}
