using System.Buffers;
using TorchBasics.Bindings.Memory;
using TorchSharp;

namespace TorchBasics.Tests.Native.Bindings.Memory;

public class TensorSpansTests
{
    [Fact]
    public void A_span_is_the_tensors_own_memory_in_row_order()
    {
        using var scope = torch.NewDisposeScope();
        var tensor = torch.arange(6, torch.float32).reshape(2, 3);

        var span = tensor.AsSpan<float>();
        span[4] = 40;

        Assert.Equal([0, 1, 2, 3, 40, 5], tensor.AsReadOnlySpan<float>());
        Assert.Equal(40, tensor[1, 1].item<float>());
    }

    [Fact]
    public void A_view_of_whole_rows_begins_at_its_own_first_number()
    {
        using var scope = torch.NewDisposeScope();
        var tensor = torch.arange(6, torch.int64).reshape(3, 2);

        Assert.Equal([2L, 3, 4, 5], tensor[1..3].AsReadOnlySpan<long>());
    }

    [Fact]
    public void Every_type_is_read_as_it_is()
    {
        using var scope = torch.NewDisposeScope();
        var tensor = torch.tensor([0f, 1, 100]);

        Assert.Equal([false, true, true], tensor.to(torch.@bool).AsReadOnlySpan<bool>());
        Assert.Equal(new byte[] { 0, 1, 100 }, tensor.to(torch.uint8).AsReadOnlySpan<byte>());
        Assert.Equal(new sbyte[] { 0, 1, 100 }, tensor.to(torch.int8).AsReadOnlySpan<sbyte>());
        Assert.Equal(new short[] { 0, 1, 100 }, tensor.to(torch.int16).AsReadOnlySpan<short>());
        Assert.Equal([0, 1, 100], tensor.to(torch.int32).AsReadOnlySpan<int>());
        Assert.Equal([0L, 1, 100], tensor.to(torch.int64).AsReadOnlySpan<long>());
        Assert.Equal([(Half)0, (Half)1, (Half)100], tensor.to(torch.float16).AsReadOnlySpan<Half>());
        Assert.Equal([0d, 1, 100], tensor.to(torch.float64).AsReadOnlySpan<double>());
        Assert.Equal(
            [0f, 1, 100], tensor.to(torch.bfloat16).AsReadOnlySpan<BFloat16>().ToArray().Select(number => (float)number));
    }

    [Fact]
    public void A_tensor_without_elements_gives_an_empty_span()
    {
        using var scope = torch.NewDisposeScope();

        Assert.True(torch.empty(0, 3).AsSpan<float>().IsEmpty);
    }

    [Fact]
    public void A_single_number_gives_one_element()
    {
        using var scope = torch.NewDisposeScope();

        Assert.Equal([3.5f], torch.tensor(3.5f).AsReadOnlySpan<float>());
    }

    [Fact]
    public void Another_type_is_refused()
    {
        using var scope = torch.NewDisposeScope();
        var tensor = torch.zeros(2, torch.int32);

        var error = Assert.Throws<InvalidOperationException>(() => tensor.AsSpan<float>().Length);

        Assert.Equal("The tensor holds Int32, not Float32; tensor.to(Float32) converts it.", error.Message);
    }

    [Fact]
    public void A_type_that_no_tensor_has_is_refused()
    {
        using var scope = torch.NewDisposeScope();
        var tensor = torch.zeros(2);

        Assert.Throws<NotSupportedException>(() => tensor.AsSpan<decimal>().Length);
    }

    [Fact]
    public void A_transposed_tensor_is_refused()
    {
        using var scope = torch.NewDisposeScope();
        var tensor = torch.zeros(2, 3).t();

        var error = Assert.Throws<InvalidOperationException>(() => tensor.AsReadOnlySpan<float>().Length);

        Assert.Equal(
            "The tensor of sizes [3, 2] and strides [1, 3] is not contiguous; tensor.contiguous() copies it in row order.",
            error.Message);
    }

    [Fact]
    public void A_disposed_tensor_is_refused()
    {
        var tensor = torch.zeros(2);
        tensor.Dispose();

        Assert.Throws<ObjectDisposedException>(() => tensor.AsSpan<float>().Length);
        Assert.Throws<ObjectDisposedException>(() => tensor.Borrow<float>());
        Assert.Throws<ObjectDisposedException>(() => tensor.ToNamedArray("gone"));
    }

    [Fact]
    public void A_tensor_on_another_device_is_refused()
    {
        using var scope = torch.NewDisposeScope();
        var tensor = torch.zeros(2, device: torch.META);

        var error = Assert.Throws<InvalidOperationException>(() => tensor.AsSpan<float>().Length);

        Assert.StartsWith("The tensor lies on meta", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_sparse_tensor_is_refused()
    {
        using var scope = torch.NewDisposeScope();
        var tensor = torch.sparse_coo_tensor(torch.tensor(new long[,] { { 0 }, { 1 } }), torch.tensor([5f]), [2, 2]);

        var error = Assert.Throws<InvalidOperationException>(() => tensor.AsSpan<float>().Length);

        Assert.Contains("sparse", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_view_that_negates_on_reading_is_refused_and_copied_with_its_sign()
    {
        using var scope = torch.NewDisposeScope();
        var tensor = torch.complex(torch.tensor([1f]), torch.tensor([2f])).conj().imag;

        Assert.Throws<InvalidOperationException>(() => tensor.AsSpan<float>().Length);
        Assert.Equal([-2f], tensor.ToNamedArray("imaginary").Values<float>());
    }

    [Fact]
    public void Borrowed_memory_outlives_the_lender()
    {
        var tensor = torch.arange(1000, torch.float32);
        using var memory = tensor.Borrow<float>();

        tensor.Dispose();
        using (torch.NewDisposeScope())
        {
            for (var i = 0; i < 100; i++)
                torch.full(1000, -1f); // would be given the freed block
        }

        Assert.Equal(Enumerable.Range(0, 1000).Select(i => (float)i), memory.Memory.ToArray());
    }

    [Fact]
    public void Borrowed_memory_outlives_the_scope_it_was_borrowed_in()
    {
        TensorMemory<float> memory;
        using (torch.NewDisposeScope())
            memory = torch.ones(3).Borrow<float>();

        Assert.Equal([1f, 1, 1], memory.GetSpan());
        ((IDisposable)memory).Dispose();
    }

    [Fact]
    public void Returned_memory_is_refused_and_returning_twice_is_harmless()
    {
        using var scope = torch.NewDisposeScope();
        var memory = torch.ones(3).Borrow<float>();

        ((IDisposable)memory).Dispose();
        ((IDisposable)memory).Dispose();

        Assert.Throws<ObjectDisposedException>(() => memory.GetSpan().Length);
        Assert.Throws<ObjectDisposedException>(() => memory.Pin());
    }

    [Fact]
    public unsafe void Pinned_memory_has_the_address_of_the_numbers()
    {
        using var scope = torch.NewDisposeScope();
        using var memory = torch.arange(4, torch.int32).Borrow<int>();

        using MemoryHandle pin = memory.Memory[2..].Pin();

        Assert.Equal(2, *(int*)pin.Pointer);
        Assert.Throws<ArgumentOutOfRangeException>(() => memory.Pin(5));
        Assert.Throws<ArgumentOutOfRangeException>(() => memory.Pin(-1));
    }

    // Twenty threads borrow and read while their tensors are disposed under them and finalisers run.
    [Fact]
    public async Task Borrowers_on_many_threads_read_whole_numbers_while_lenders_are_disposed()
    {
        var work = Enumerable.Range(1, 20).Select(value => Task.Run(() =>
        {
            for (var i = 0; i < 50; i++)
            {
                var tensor = torch.full(4096, value, torch.int32);
                using var memory = tensor.Borrow<int>();
                tensor.Dispose();
                if (i % 10 == 0)
                    GC.Collect(0);
                Assert.True(memory.GetSpan().IndexOfAnyExcept(value) < 0);
            }
        }, TestContext.Current.CancellationToken));

        await Task.WhenAll(work);
    }
}
