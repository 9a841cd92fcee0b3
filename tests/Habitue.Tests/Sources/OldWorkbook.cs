using System.Text;

namespace Habitue.Tests.Sources;

/// <summary>Workbooks in Excel's binary record format, byte by byte, as no writer for them is to be had.</summary>
internal static class OldWorkbook
{
    private const ushort Dimension = 0x0000, Number = 0x0003, Label = 0x0004, Bof2 = 0x0009, Eof = 0x000A, FilePass = 0x002F, CodePage = 0x0042, Bof5 = 0x0809;

    /// <summary>One sheet of texts and numbers in code page 1252.</summary>
    public static byte[] Biff2(object[][] rows)
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        var file = new BinaryWriter(new MemoryStream());
        Record(file, Bof2, w => { w.Write((ushort)2); w.Write((ushort)0x10); });
        Record(file, CodePage, w => w.Write((ushort)0x8001));
        Record(file, Dimension, w => { w.Write((ushort)0); w.Write((ushort)rows.Length); w.Write((ushort)0); w.Write((ushort)rows[0].Length); });
        for (int r = 0; r < rows.Length; r++)
        {
            for (int c = 0; c < rows[r].Length; c++)
            {
                object value = rows[r][c];
                (ushort row, ushort column) = ((ushort)r, (ushort)c);
                Record(file, value is string ? Label : Number, w =>
                {
                    w.Write(row);
                    w.Write(column);
                    w.Write(new byte[3]);
                    if (value is string text)
                    {
                        byte[] bytes = Encoding.GetEncoding(1252).GetBytes(text);
                        w.Write((byte)bytes.Length);
                        w.Write(bytes);
                    }
                    else
                    {
                        w.Write((double)value);
                    }
                });
            }
        }

        Record(file, Eof, _ => { });
        return ((MemoryStream)file.BaseStream).ToArray();
    }

    /// <summary>A workbook whose password is not the empty one.</summary>
    public static byte[] Encrypted()
    {
        var file = new BinaryWriter(new MemoryStream());
        Record(file, Bof5, w => { w.Write((ushort)0x0500); w.Write((ushort)0x0005); w.Write(0); });
        Record(file, FilePass, w => { w.Write((ushort)0x1234); w.Write((ushort)0x5678); });
        Record(file, Eof, _ => { });
        return ((MemoryStream)file.BaseStream).ToArray();
    }

    private static void Record(BinaryWriter file, ushort id, Action<BinaryWriter> fill)
    {
        var body = new MemoryStream();
        fill(new BinaryWriter(body));
        file.Write(id);
        file.Write((ushort)body.Length);
        file.Write(body.ToArray());
    }
}
