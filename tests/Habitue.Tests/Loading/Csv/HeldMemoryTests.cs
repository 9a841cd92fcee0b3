using Habitue.Lake.Loading.Csv;

namespace Habitue.Tests.Loading.Csv;

public sealed class HeldMemoryTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1 << 16)]
    [InlineData(40 << 20)]
    public unsafe void Pieces_that_several_threads_take_and_fill_do_not_overlap(int expected)
    {
        using var memory = new HeldMemory(expected);
        const int Pieces = 400;
        int SizeOf(int piece) => 1 + (piece * 7919 % 20_011);
        nint[] places = new nint[Pieces];
        Parallel.For(0, Pieces, new ParallelOptions { MaxDegreeOfParallelism = 4 }, piece =>
        {
            places[piece] = (nint)memory.Take(SizeOf(piece));
            new Span<byte>((void*)places[piece], SizeOf(piece)).Fill((byte)piece);
        });
        for (int piece = 0; piece < Pieces; piece++)
        {
            Assert.Equal(0, places[piece] % 64);
            Assert.Equal(-1, new ReadOnlySpan<byte>((void*)places[piece], SizeOf(piece)).IndexOfAnyExcept((byte)piece));
        }
    }

    [Fact]
    public unsafe void A_piece_may_be_larger_than_what_was_expected_and_memory_can_be_given_back_twice()
    {
        var memory = new HeldMemory(10);
        byte* piece = (byte*)memory.Take(5 << 20);
        piece[(5 << 20) - 1] = 1;
        Assert.Equal(1, piece[(5 << 20) - 1]);
        memory.Dispose();
        memory.Dispose();
    }
}
