using System.Diagnostics;

namespace Habitue.Bench.Live;

/// <summary>What a load brought: acknowledged events, how long it took, how long each request waited, and what the generator itself took of the processor.</summary>
internal sealed record LoadResult(long Events, double Seconds, double[] Milliseconds, long Refused, TimeSpan Own)
{
    public double PerSecond => Events / Seconds;

    public double OwnMicroseconds => Own.TotalMicroseconds / Math.Max(1, Events);

    public double Percentile(double share) => Milliseconds.Length == 0 ? double.NaN : Milliseconds[Math.Min(Milliseconds.Length - 1, (int)(Milliseconds.Length * share))];
}

/// <summary>Sends as fast as the server answers, or at a given rate, over kept-alive connections.</summary>
internal static class Load
{
    private static long numbers = 1;

    /// <summary>
    /// As fast as the server answers: on each connection the next request follows the answer to the last. A thread serves several
    /// connections in turn, so that the generator leaves the processor to the server.
    /// </summary>
    /// <param name="server">The server.</param>
    /// <param name="path">Where to send.</param>
    /// <param name="connections">How many connections; each has one request on its way.</param>
    /// <param name="events">Events in a request.</param>
    /// <param name="seconds">How long.</param>
    public static LoadResult Run(ServerProcess server, string path, int connections, int events, double seconds)
    {
        const int threads = 2;
        return Measured(threads, connections * 4_000, thread =>
        {
            Lane[] lanes = [.. Enumerable.Range(0, connections / threads).Select(_ => new Lane(server, path, events))];
            try
            {
                foreach (Lane lane in lanes)
                    lane.Send();
                for (long end = Stopwatch.GetTimestamp() + (long)(seconds * Stopwatch.Frequency); Stopwatch.GetTimestamp() < end;)
                    foreach (Lane lane in lanes)
                    {
                        thread.Answered(lane.Receive(), events, lane.Sent);
                        lane.Send();
                    }
                foreach (Lane lane in lanes)
                    thread.Answered(lane.Receive(), events, lane.Sent);
            }
            finally
            {
                foreach (Lane lane in lanes)
                    lane.Dispose();
            }
        });
    }

    /// <summary>At a given rate over all connections, a thread each. Waiting counts from the moment at which a request was due.</summary>
    public static LoadResult RunAt(ServerProcess server, string path, int connections, int events, double seconds, double perSecond)
    {
        long due = 0, begin = Stopwatch.GetTimestamp();
        return Measured(connections, (int)(perSecond * seconds), thread =>
        {
            using var lane = new Lane(server, path, events);
            while (true)
            {
                long at = begin + (long)(Interlocked.Increment(ref due) / perSecond * Stopwatch.Frequency);
                if (at > begin + seconds * Stopwatch.Frequency)
                    return;
                for (long left; (left = at - Stopwatch.GetTimestamp()) > 0;)
                    Thread.Sleep((int)Math.Ceiling(left * 1000.0 / Stopwatch.Frequency));
                lane.Send();
                thread.Answered(lane.Receive(), events, at);
            }
        });
    }

    private static LoadResult Measured(int threads, int most, Action<Tally> work)
    {
        var tallies = Enumerable.Range(0, threads).Select(_ => new Tally(most / threads)).ToArray();
        TimeSpan own = Environment.CpuUsage.TotalTime;
        long begin = Stopwatch.GetTimestamp();
        Thread[] running = [.. tallies.Select(tally => new Thread(() => work(tally)))];
        foreach (Thread thread in running)
            thread.Start();
        foreach (Thread thread in running)
            thread.Join();
        double seconds = Stopwatch.GetElapsedTime(begin).TotalSeconds;
        own = Environment.CpuUsage.TotalTime - own;
        double[] all = [.. tallies.SelectMany(tally => tally.Times)];
        Array.Sort(all);
        return new LoadResult(tallies.Sum(tally => tally.Acknowledged), seconds, all, tallies.Sum(tally => tally.Refused), own);
    }

    /// <summary>What one thread saw.</summary>
    private sealed class Tally(int most)
    {
        public List<double> Times { get; } = new(most);
        public long Acknowledged { get; private set; }
        public long Refused { get; private set; }

        public void Answered(int status, int events, long since)
        {
            Times.Add(Stopwatch.GetElapsedTime(since).TotalMilliseconds);
            if (status == 200)
                Acknowledged += events;
            else
                Refused++;
        }
    }

    /// <summary>A connection with its request; every event that it sends is another one.</summary>
    private sealed class Lane(ServerProcess server, string path, int events) : IDisposable
    {
        private readonly Request request = new(path, server.Authorization, events);
        private readonly Connection connection = new(server.Port);

        public long Sent { get; private set; }

        public void Send()
        {
            long from = Interlocked.Add(ref numbers, events) - events;
            Sent = Stopwatch.GetTimestamp();
            connection.Write(request.Numbered(from));
        }

        public int Receive() => connection.Read();

        public void Dispose() => connection.Dispose();
    }
}
