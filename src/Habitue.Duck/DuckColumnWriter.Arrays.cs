namespace Habitue.Duck;

public sealed partial class DuckColumnWriter
{
    /// <summary>Writes part of an array to the chunk's first rows.</summary>
    internal void Write(Array source, int start, int count)
    {
        switch (source)
        {
            case bool[] x: Write<bool>(x.AsSpan(start, count)); break;
            case sbyte[] x when _storage == typeof(sbyte): Write<sbyte>(x.AsSpan(start, count)); break;
            case byte[] x when _storage == typeof(byte): Write<byte>(x.AsSpan(start, count)); break;
            case short[] x when _storage == typeof(short): Write<short>(x.AsSpan(start, count)); break;
            case ushort[] x when _storage == typeof(ushort): Write<ushort>(x.AsSpan(start, count)); break;
            case int[] x when _storage == typeof(int): Write<int>(x.AsSpan(start, count)); break;
            case uint[] x when _storage == typeof(uint): Write<uint>(x.AsSpan(start, count)); break;
            case long[] x when _storage == typeof(long): Write<long>(x.AsSpan(start, count)); break;
            case ulong[] x when _storage == typeof(ulong): Write<ulong>(x.AsSpan(start, count)); break;
            case float[] x: Write<float>(x.AsSpan(start, count)); break;
            case double[] x: Write<double>(x.AsSpan(start, count)); break;
            case Int128[] x: Write<Int128>(x.AsSpan(start, count)); break;
            case UInt128[] x: Write<UInt128>(x.AsSpan(start, count)); break;
            case DuckInterval[] x: Write<DuckInterval>(x.AsSpan(start, count)); break;
            case string?[] x: for (var i = 0; i < count; i++) Set(i, x[start + i]); break;
            case decimal[] x: for (var i = 0; i < count; i++) Set(i, x[start + i]); break;
            case DateTime[] x: for (var i = 0; i < count; i++) Set(i, x[start + i]); break;
            case DateOnly[] x: for (var i = 0; i < count; i++) Set(i, x[start + i]); break;
            case TimeOnly[] x: for (var i = 0; i < count; i++) Set(i, x[start + i]); break;
            case Guid[] x: for (var i = 0; i < count; i++) Set(i, x[start + i]); break;
            case bool?[] x: WriteNullable(x.AsSpan(start, count)); break;
            case int?[] x: WriteNullable(x.AsSpan(start, count)); break;
            case long?[] x: WriteNullable(x.AsSpan(start, count)); break;
            case float?[] x: WriteNullable(x.AsSpan(start, count)); break;
            case double?[] x: WriteNullable(x.AsSpan(start, count)); break;
            case decimal?[] x: for (var i = 0; i < count; i++) if (x[start + i] is { } value) Set(i, value); else SetNull(i); break;
            case DateTime?[] x: for (var i = 0; i < count; i++) if (x[start + i] is { } value) Set(i, value); else SetNull(i); break;
            case DateOnly?[] x: for (var i = 0; i < count; i++) if (x[start + i] is { } value) Set(i, value); else SetNull(i); break;
            case object?[] x: for (var i = 0; i < count; i++) SetValue(i, x[start + i]); break;
            default: throw Wrong(source.GetType().Name);
        }
    }

    private void WriteNullable<T>(ReadOnlySpan<T?> source) where T : unmanaged
    {
        var values = Values<T>();
        for (var i = 0; i < source.Length; i++)
            if (source[i] is { } value)
                values[i] = value;
            else
                SetNull(i);
    }
}
