namespace TorchBasics.Tests.Native.Bindings.Aten;

/// <summary>Declarations as native_functions.yaml of PyTorch 2.10 has them.</summary>
internal static class Schemas
{
    public const string Mm = "aten::mm(Tensor self, Tensor mat2) -> Tensor";
    public const string Sum =
        "aten::sum.dim_IntList(Tensor self, int[1]? dim, bool keepdim=False, *, ScalarType? dtype=None) -> Tensor";
    public const string MaxDim = "aten::max.dim(Tensor self, int dim, bool keepdim=False) -> (Tensor values, Tensor indices)";
    public const string Linear = "aten::linear(Tensor input, Tensor weight, Tensor? bias=None) -> Tensor";
    public const string Split = "aten::split_with_sizes(Tensor(a -> *) self, SymInt[] split_sizes, int dim=0) -> Tensor(a)[]";
    public const string Cat = "aten::cat(Tensor[] tensors, int dim=0) -> Tensor";
    public const string Index = "aten::index.Tensor(Tensor self, Tensor?[] indices) -> Tensor";
    public const string DivMode = "aten::div.Tensor_mode(Tensor self, Tensor other, *, str? rounding_mode) -> Tensor";
    public const string NanToNum =
        "aten::nan_to_num(Tensor self, float? nan=None, float? posinf=None, float? neginf=None) -> Tensor";
    public const string Size = "aten::size.int(Tensor self, int dim) -> int";
    public const string IsNonzero = "aten::is_nonzero(Tensor self) -> bool";
    public const string ResultType = "aten::result_type.Tensor(Tensor tensor, Tensor other) -> ScalarType";
    public const string Zero = "aten::zero_(Tensor(a!) self) -> Tensor(a!)";
    public const string CumsumOut =
        "aten::cumsum.out(Tensor self, int dim, *, ScalarType? dtype=None, Tensor(a!) out) -> Tensor(a!)";
}
