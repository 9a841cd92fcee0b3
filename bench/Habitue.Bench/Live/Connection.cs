using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Habitue.Bench.Live;

/// <summary>One kept-alive connection over a bare socket.</summary>
internal sealed class Connection : IDisposable
{
    private readonly Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] answer = new byte[4096];

    public Connection(int port)
    {
        socket.ReceiveTimeout = 30_000;
        socket.Connect(IPAddress.Loopback, port);
    }

    /// <summary>Sends and waits for the answer.</summary>
    /// <returns>The status.</returns>
    /// <exception cref="SocketException">The server went away.</exception>
    public int Send(ReadOnlySpan<byte> request)
    {
        Write(request);
        return Read();
    }

    public void Write(ReadOnlySpan<byte> request)
    {
        while (request.Length > 0)
            request = request[socket.Send(request)..];
    }

    /// <summary>Waits for the answer to what was written.</summary>
    /// <returns>The status.</returns>
    /// <exception cref="SocketException">The server went away.</exception>
    public int Read()
    {
        int length = 0;
        while (true)
        {
            int read = socket.Receive(answer, length, answer.Length - length, SocketFlags.None);
            if (read == 0)
                throw new SocketException((int)SocketError.ConnectionReset);
            length += read;
            if (IsWhole(answer.AsSpan(0, length)))
                return (answer[9] - '0') * 100 + (answer[10] - '0') * 10 + answer[11] - '0';
        }
    }

    public string Text => Encoding.ASCII.GetString(answer).Split('\0')[0];

    private static bool IsWhole(ReadOnlySpan<byte> got)
    {
        int end = got.IndexOf("\r\n\r\n"u8);
        if (end < 0)
            return false;
        int at = got[..end].IndexOf("Content-Length: "u8);
        if (at < 0)
            return got.EndsWith("0\r\n\r\n"u8) || got[..end].IndexOf("chunked"u8) < 0;
        int length = 0;
        for (at += 16; got[at] is >= (byte)'0' and <= (byte)'9'; at++)
            length = length * 10 + got[at] - '0';
        return got.Length >= end + 4 + length;
    }

    public void Dispose() => socket.Dispose();
}
