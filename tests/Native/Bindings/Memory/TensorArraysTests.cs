using CsCheck;
using TorchBasics.Bindings.Memory;
using TorchBasics.Core;
using TorchSharp;

namespace TorchBasics.Tests.Native.Bindings.Memory;

public class TensorArraysTests
{
    public static readonly TheoryData<ElementType> Shared =
    [
        ElementType.Boolean, ElementType.UInt8, ElementType.Int8, ElementType.Int16, ElementType.Int32, ElementType.Int64,
        ElementType.Float16, ElementType.BFloat16, ElementType.Float32, ElementType.Float64,
    ];

    [Theory]
    [MemberData(nameof(Shared))]
    public void Bytes_and_sizes_go_to_a_tensor_and_come_back(ElementType type) =>
        Gen.Int[0, 4].Select(size => (long)size).Array[0, 4].Sample(
            sizes =>
            {
                using var scope = torch.NewDisposeScope();
                var bytes = new byte[sizes.Aggregate(1L, (product, size) => product * size) * NamedArray.SizeOf(type)];
                new Random(sizes.Length).NextBytes(bytes);
                var array = new NamedArray("conv1.weight", type, sizes, bytes);

                var back = array.ToTensor().ToNamedArray("copy");

                Assert.Equal("copy", back.Name);
                Assert.Equal(type, back.Type);
                Assert.Equal(sizes, back.Sizes);
                Assert.Equal(bytes, back.Bytes.ToArray());
            },
            iter: 100, threads: 1);

    [Fact]
    public void Numbers_stand_where_they_stood()
    {
        using var scope = torch.NewDisposeScope();
        var array = NamedArray.Of("w", [2, 3], [0f, 1, 2, 3, 4, 5]);

        var tensor = array.ToTensor();

        Assert.Equal(torch.float32, tensor.dtype);
        Assert.Equal(5, tensor[1, 2].item<float>());
        Assert.Equal(2, tensor[0, 2].item<float>());
    }

    [Fact]
    public void A_transposed_tensor_is_written_in_row_order()
    {
        using var scope = torch.NewDisposeScope();
        var tensor = torch.arange(6, torch.int32).reshape(2, 3).t();

        var array = tensor.ToNamedArray("t");

        Assert.Equal([3L, 2L], array.Sizes);
        Assert.Equal([0, 3, 1, 4, 2, 5], array.Values<int>());
    }

    [Fact]
    public void Copies_do_not_share_memory()
    {
        using var scope = torch.NewDisposeScope();
        var array = NamedArray.Of("w", [2], [1f, 2]);
        var tensor = array.ToTensor();
        var before = tensor.ToNamedArray("w");

        tensor.zero_();

        Assert.Equal([1f, 2], array.Values<float>());
        Assert.Equal([1f, 2], before.Values<float>());
    }

    [Fact]
    public void A_parameter_is_copied_without_its_gradient()
    {
        using var scope = torch.NewDisposeScope();
        using var parameter = new TorchSharp.Modules.Parameter(torch.ones(2));

        Assert.Equal([1f, 1], parameter.ToNamedArray("p").Values<float>());
        Assert.False(NamedArray.Of("p", [1], [1f]).ToTensor().requires_grad);
    }

    [Fact]
    public void One_tensor_is_left_and_it_belongs_to_the_scope()
    {
        var before = LeakGuard.LiveTensors;
        using (torch.NewDisposeScope())
        {
            var tensor = NamedArray.Of("w", [2], [1f, 2]).ToTensor(torch.CPU);
            Assert.Equal(before + 1, LeakGuard.LiveTensors);
            tensor.t().ToNamedArray("w");
            Assert.Equal(before + 2, LeakGuard.LiveTensors); // the tensor and its transposed view
        }

        Assert.Equal(before, LeakGuard.LiveTensors);
    }

    [Theory]
    [InlineData(ElementType.UInt16)]
    [InlineData(ElementType.UInt32)]
    [InlineData(ElementType.UInt64)]
    public void A_type_that_no_tensor_has_is_refused(ElementType type)
    {
        var error = Assert.Throws<NotSupportedException>(() => new NamedArray("n", type, [0], default).ToTensor());

        Assert.StartsWith($"A tensor cannot hold {type}; Boolean, UInt8,", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Complex_numbers_are_refused()
    {
        using var scope = torch.NewDisposeScope();
        var tensor = torch.zeros(2, torch.complex64);

        var error = Assert.Throws<NotSupportedException>(() => tensor.ToNamedArray("c"));

        Assert.StartsWith("A named array cannot hold ComplexFloat32;", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_sparse_tensor_is_refused()
    {
        using var scope = torch.NewDisposeScope();
        var tensor = torch.sparse_coo_tensor(torch.tensor(new long[,] { { 0 }, { 1 } }), torch.tensor([5f]), [2, 2]);

        Assert.Throws<InvalidOperationException>(() => tensor.ToNamedArray("s"));
    }

    [Fact]
    public void A_tensor_goes_to_the_device_and_back()
    {
        Assert.SkipUnless(torch.cuda.is_available(), "No CUDA device is here.");
        using var scope = torch.NewDisposeScope();

        var tensor = NamedArray.Of("w", [2], [1f, 2]).ToTensor(torch.CUDA);

        Assert.Equal(DeviceType.CUDA, tensor.device_type);
        Assert.Equal([1f, 2], tensor.ToNamedArray("w").Values<float>());
    }
}
