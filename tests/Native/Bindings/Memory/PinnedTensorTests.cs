using TorchBasics.Bindings.Memory;
using TorchSharp;

namespace TorchBasics.Tests.Native.Bindings.Memory;

public class PinnedTensorTests
{
    [Fact]
    public void Array_and_tensor_are_the_same_memory()
    {
        var values = new float[] { 1, 2, 3, 4, 5, 6 };
        using var pinned = new PinnedTensor<float>(values, 2, 3);

        values[5] = 60;
        pinned.Tensor.AsSpan<float>()[0] = 10;

        Assert.Equal([2L, 3L], pinned.Tensor.shape);
        Assert.Equal([10, 2, 3, 4, 5, 60], pinned.Tensor.AsReadOnlySpan<float>());
        Assert.Equal(10, values[0]);
        Assert.Equal(60, pinned.Values.Span[5]);
    }

    [Fact]
    public void The_array_stays_where_it_is_while_a_view_lives()
    {
        using var scope = torch.NewDisposeScope();
        var values = new int[1000];
        var pinned = new PinnedTensor<int>(values, 1000);
        var view = pinned.Tensor[500..];
        pinned.Dispose();

        // A compacting collection would move an array that is not pinned, and the view would write elsewhere.
        for (var i = 0; i < 100; i++)
            _ = new byte[10_000];
        GC.Collect(2, GCCollectionMode.Forced, blocking: true, compacting: true);
        view.fill_(7);

        Assert.Equal(500, values.Count(value => value == 7));
        Assert.True(values.AsSpan(500).IndexOfAnyExcept(7) < 0);
    }

    [Fact]
    public void The_array_is_let_go_when_the_tensor_is_disposed()
    {
        var array = Pinned();

        Collect();

        Assert.False(array.IsAlive);

        static WeakReference Pinned()
        {
            var values = new long[100];
            using var pinned = new PinnedTensor<long>(values, 100);
            return new WeakReference(values);
        }
    }

    [Fact]
    public void A_scope_does_not_take_the_tensor_away()
    {
        PinnedTensor<double> pinned;
        using (torch.NewDisposeScope())
            pinned = new PinnedTensor<double>([1, 2], 2);

        Assert.False(pinned.Tensor.IsInvalid);
        pinned.Dispose();
        pinned.Dispose();
        Assert.True(pinned.Tensor.IsInvalid);
    }

    [Fact]
    public void Every_type_is_taken_without_a_copy()
    {
        Shares(new bool[2]);
        Shares(new byte[2]);
        Shares(new sbyte[2]);
        Shares(new short[2]);
        Shares(new int[2]);
        Shares(new long[2]);
        Shares(new Half[2]);
        Shares(new float[2]);
        Shares(new double[2]);

        static void Shares<T>(T[] values)
            where T : unmanaged
        {
            using var pinned = new PinnedTensor<T>(values, 2);

            System.Runtime.InteropServices.MemoryMarshal.AsBytes(pinned.Tensor.AsSpan<T>())[0] = 1;

            Assert.NotEqual(default, values[0]);
        }
    }

    [Fact]
    public void An_empty_array_makes_an_empty_tensor()
    {
        using var pinned = new PinnedTensor<float>([], 0, 5);

        Assert.Equal([0L, 5L], pinned.Tensor.shape);
    }

    [Theory]
    [InlineData(new long[] { 2, 2 })]
    [InlineData(new long[] { 7 })]
    [InlineData(new long[] { -2, -3 })]
    [InlineData(new long[0])]
    public void Sizes_that_do_not_fit_are_refused(long[] sizes)
    {
        var error = Assert.Throws<ArgumentException>(() => new PinnedTensor<float>(new float[6], sizes));

        Assert.StartsWith(
            $"6 values do not fill a tensor of sizes [{string.Join(", ", sizes)}].", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_type_that_no_tensor_has_is_refused() =>
        Assert.Throws<NotSupportedException>(() => new PinnedTensor<uint>(new uint[6], 6));

    private static void Collect()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
    }
}
