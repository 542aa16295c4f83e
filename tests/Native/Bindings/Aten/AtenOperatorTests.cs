using System.Runtime.CompilerServices;
using TorchBasics.Bindings.Aten;
using TorchBasics.Bindings.Memory;
using TorchBasics.Bindings.Stable;
using TorchBasics.Core.Errors;
using static TorchSharp.torch;

namespace TorchBasics.Tests.Native.Bindings.Aten;

/// <summary>Operators by name against TorchSharp's methods, which call the same kernels by another way: equal bits.</summary>
public class AtenOperatorTests
{
    [Fact]
    public void Two_tensors_to_one()
    {
        using var scope = NewDisposeScope();
        var (a, b) = (rand(3, 4), rand(4, 5));

        var product = new AtenOperator(Schemas.Mm).Call(a, b);

        AssertSame(a.mm(b), Assert.Single(product).ToTensor());
    }

    [Fact]
    public void A_number_a_truth_value_and_an_absent_type()
    {
        using var scope = NewDisposeScope();
        var a = rand(3, 4);

        var result = new AtenOperator(Schemas.Sum).Call(a, (long[])[1], true, AtenValue.None)[0].ToTensor();
        var asDouble = new AtenOperator(Schemas.Sum).Call(a, (long[])[1], false, ScalarType.Float64)[0].ToTensor();

        AssertSame(a.sum(1, keepdim: true), result);
        AssertSame(a.sum(1, type: ScalarType.Float64), asDouble);
        Assert.Equal([3], asDouble.shape);
    }

    [Fact]
    public void Two_results()
    {
        using var scope = NewDisposeScope();
        var a = rand(3, 4);

        var results = new AtenOperator(Schemas.MaxDim).Call(a, 1, false);

        var (values, indexes) = a.max(1);
        AssertSame(values, results[0].ToTensor());
        AssertSame(indexes, results[1].ToTensor());
    }

    [Theory]
    [InlineData(true), InlineData(false)]
    public void An_optional_tensor_given_and_left_out(bool given)
    {
        using var scope = NewDisposeScope();
        var (input, weight, bias) = (rand(2, 4), rand(3, 4), given ? rand(3) : null);

        var result = new AtenOperator(Schemas.Linear).Call(input, weight, bias)[0].ToTensor();

        AssertSame(nn.functional.linear(input, weight, bias), result);
    }

    [Fact]
    public void A_list_of_tensors_in_and_out()
    {
        using var scope = NewDisposeScope();
        var a = rand(6, 2);

        var parts = new AtenOperator(Schemas.Split)
            .Call(a, (long[])[1, 2, 3], 0)[0].Items.Select(part => part.ToTensor()).ToArray();
        var whole = new AtenOperator(Schemas.Cat).Call(parts, 0)[0].ToTensor();

        Assert.Equal([1L, 2, 3], parts.Select(part => part.shape[0]));
        AssertSame(a, whole);
    }

    [Fact]
    public void A_list_with_absent_tensors()
    {
        using var scope = NewDisposeScope();
        var (a, index) = (rand(3, 4), tensor([2L, 0]));

        var result = new AtenOperator(Schemas.Index).Call(a, new Tensor?[] { null, index })[0].ToTensor();

        AssertSame(a.index_select(1, index), result);
    }

    [Fact]
    public void A_text_and_an_optional_number()
    {
        using var scope = NewDisposeScope();
        var (a, b) = (rand(4) + 1, rand(4) + 1);

        var floor = new AtenOperator(Schemas.DivMode).Call(a * 10, b, "floor")[0].ToTensor();
        var clamped = new AtenOperator(Schemas.NanToNum)
            .Call(tensor([float.NaN, 1]), 7.5, AtenValue.None, AtenValue.None)[0].ToTensor();

        AssertSame((a * 10).div(b, RoundingMode.floor), floor);
        Assert.Equal([7.5f, 1], clamped.data<float>().ToArray());
    }

    [Fact]
    public void Results_that_are_no_tensors()
    {
        using var scope = NewDisposeScope();

        var size = new AtenOperator(Schemas.Size).Call(rand(3, 4), -1)[0].ToInt64();
        var nonzero = new AtenOperator(Schemas.IsNonzero).Call(ones(1))[0].ToBoolean();
        var type = new AtenOperator(Schemas.ResultType).Call(ones(1, ScalarType.Int32), ones(1, ScalarType.Float64))[0];

        Assert.Equal(4, size);
        Assert.True(nonzero);
        Assert.Equal("Float64", type.ToString());
    }

    [Fact]
    public void Autograd_records_an_operator_and_not_an_unrecorded_one()
    {
        using var scope = NewDisposeScope();
        var (x, weight) = (rand(2, 2), rand(2, 2).requires_grad_());

        var product = new AtenOperator(Schemas.Mm).Call(x, weight)[0].ToTensor();
        using var fill = new AtenOperator(Schemas.Zero).Prepare(weight);
        product.sum().backward();
        fill.InvokeUnrecorded();

        AssertSame(x.t().mm(ones(2, 2)), weight.grad!);
        Assert.Equal(0, weight.abs().sum().item<float>());
        Assert.True(is_grad_enabled());
    }

    [Fact]
    public void A_wrong_number_of_arguments_is_refused_with_the_declaration()
    {
        using var scope = NewDisposeScope();

        var error = Assert.Throws<ArgumentException>(() => new AtenOperator(Schemas.Mm).Call(rand(2, 2)));

        Assert.StartsWith(
            "aten::mm(Tensor self, Tensor mat2) -> Tensor takes 2 arguments; 1 were given.",
            error.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_wrong_type_is_refused_with_the_declaration()
    {
        using var scope = NewDisposeScope();
        var a = rand(2, 2);

        var number = Assert.Throws<ArgumentException>(() => new AtenOperator(Schemas.Mm).Call(a, 3));
        var none = Assert.Throws<ArgumentException>(() => new AtenOperator(Schemas.Mm).Call(a, AtenValue.None));
        var list = Assert.Throws<ArgumentException>(() => new AtenOperator(Schemas.Mm).Call(a, new[] { a }));
        var hole = Assert.Throws<ArgumentException>(() => new AtenOperator(Schemas.Cat).Call(new[] { a, null }, 0));

        Assert.StartsWith(
            "The argument 'mat2' of aten::mm(Tensor self, Tensor mat2) -> Tensor cannot be 3.",
            number.Message,
            StringComparison.Ordinal);
        Assert.Contains("cannot be None.", none.Message, StringComparison.Ordinal);
        Assert.Contains("cannot be [tensor Float32 [2, 2]].", list.Message, StringComparison.Ordinal);
        Assert.Contains("cannot be [tensor Float32 [2, 2], None].", hole.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_disposed_tensor_is_refused()
    {
        using var scope = NewDisposeScope();
        var (a, b) = (rand(2, 2), rand(2, 2));
        b.Dispose();

        Assert.Throws<ObjectDisposedException>(() => new AtenOperator(Schemas.Mm).Call(a, b));
        Assert.Throws<ObjectDisposedException>(() => new AtenOperator(Schemas.Cat).Call(new[] { a, b }, 0));
    }

    [Fact]
    public void An_unknown_operator_fails_with_its_declaration()
    {
        using var scope = NewDisposeScope();

        var error = Assert.Throws<TorchBasicsException>(
            () => new AtenOperator("aten::no_such(Tensor self) -> Tensor").Call(rand(2)));

        Assert.Equal(ErrorKind.Failed, error.Kind);
        Assert.StartsWith("libtorch refused the call of aten::no_such(Tensor self) -> Tensor with self = tensor Float32 [2]: "
            + "it has no such operator",
            error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Arguments_that_do_not_fit_each_other_fail_with_the_declaration_and_their_shapes()
    {
        using var scope = NewDisposeScope();

        var error = Assert.Throws<TorchBasicsException>(() => new AtenOperator(Schemas.Mm).Call(rand(2, 3), rand(2, 3)));

        Assert.Contains(
            "aten::mm(Tensor self, Tensor mat2) -> Tensor with self = tensor Float32 [2, 3], mat2 = tensor Float32 [2, 3]",
            error.Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("mm"), InlineData("mm(Tensor self) -> Tensor"), InlineData("aten::mm(Tensor self)"),
        InlineData("aten::mm(Tensor) -> Tensor"), InlineData("")]
    public void A_text_that_declares_nothing_is_refused(string schema) =>
        Assert.Throws<FormatException>(() => new AtenOperator(schema));

    [Fact]
    public void An_operator_whose_types_cannot_cross_is_refused()
    {
        var argument = Assert.Throws<NotSupportedException>(
            () => new AtenOperator("aten::add.Tensor(Tensor self, Tensor other, *, Scalar alpha=1) -> Tensor"));
        var result = Assert.Throws<NotSupportedException>(() => new AtenOperator("aten::item(Tensor self) -> Scalar"));

        Assert.Contains("its argument 'alpha'", argument.Message, StringComparison.Ordinal);
        Assert.Contains("a result", result.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_the_functions_an_operator_is_refused_with_the_reason()
    {
        var lacking = new StableInterface(new Version(2, 10, 0), name => name != "torch_call_dispatcher");

        var error = Assert.Throws<TorchBasicsException>(() => new AtenOperator(Schemas.Mm, lacking));

        Assert.Equal(ErrorKind.NativeRuntime, error.Kind);
        Assert.EndsWith(
            "this libtorch lacks torch_call_dispatcher of the stable C interface.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_prepared_call_sees_new_contents_and_replaced_numbers_and_allocates_nothing()
    {
        using var scope = NewDisposeScope();
        var (a, index) = (rand(5), zeros(5, ScalarType.Int64));
        var total = zeros(5);
        using var call = new AtenOperator(Schemas.CumsumOut).Prepare(a, 0, AtenValue.None, total);
        Run(10);

        var before = GC.GetAllocatedBytesForCurrentThread();
        Run(1000);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        a.fill_(1);
        Run(1);

        Assert.Equal(0, allocated);
        Assert.Equal([1f, 2, 3, 4, 5], total.data<float>().ToArray());

        void Run(int times)
        {
            for (var i = 0; i < times; i++)
            {
                call.Set(1, -1L);
                call.InvokeUnrecorded();
            }
        }
    }

    [Fact]
    public void A_prepared_call_holds_its_tensors()
    {
        using var scope = NewDisposeScope();
        var (a, b) = (rand(2, 2), rand(2, 2));
        var expected = a.mm(b);
        using var call = new AtenOperator(Schemas.Mm).Prepare(a, b);
        a.Dispose();
        b.Dispose();

        AssertSame(expected, call.Compute()[0].ToTensor());
        call.Dispose();
        Assert.Throws<ObjectDisposedException>(call.Invoke);
        Assert.Throws<ObjectDisposedException>(() => call.Set(0, expected));
    }

    [Fact]
    public void The_native_references_are_given_back()
    {
        // TorchSharp pins the array until libtorch frees the storage, which happens when the last native reference is gone.
        var array = CallWithArray();
        GC.Collect();

        Assert.False(array.IsAlive);
    }

    [Fact]
    public void No_tensor_is_left_behind()
    {
        var guard = new LeakGuard(baselineStep: 2);
        for (var step = 0; step < 20; step++)
        {
            using (NewDisposeScope())
                new AtenOperator(Schemas.Split).Call(rand(6, 2), (long[])[1, 2, 3], 0);
            guard.Check(step);
        }
    }

    /// <summary>Uses a tensor over an array in every way: as argument, list, optional, result and in calls that fail.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference CallWithArray()
    {
        var values = new float[4];
        using var scope = NewDisposeScope();
        using var a = new PinnedTensor<float>(values, 2, 2);
        var (tensor, row) = (a.Tensor, a.Tensor[0]);
        using var prepared = new AtenOperator(Schemas.Zero).Prepare(tensor);
        prepared.Invoke();
        prepared.Compute();
        prepared.Set(0, row);
        new AtenOperator(Schemas.Split).Call(tensor, (long[])[1, 1], 0);
        new AtenOperator(Schemas.Cat).Call(new[] { tensor, row.unsqueeze(0) }, 0);
        new AtenOperator(Schemas.Linear).Call(tensor, tensor, row);
        new AtenOperator(Schemas.Index).Call(tensor, new Tensor?[] { null, zeros(1, ScalarType.Int64) });
        Assert.Throws<ArgumentException>(() => new AtenOperator(Schemas.Linear).Call(tensor, tensor, 3));
        Assert.Throws<TorchBasicsException>(() => new AtenOperator(Schemas.Mm).Call(tensor, row));
        return new WeakReference(values);
    }

    private static void AssertSame(Tensor expected, Tensor actual)
    {
        Assert.Equal(expected.shape, actual.shape);
        Assert.True(actual.allclose(expected, rtol: 0, atol: 0));
    }
}
