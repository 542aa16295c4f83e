namespace TorchBasics.Formats.PyTorch.Pickling;

/// <summary>What the classes and functions on our list are for.</summary>
internal enum TorchGlobal
{
    /// <summary>collections.OrderedDict: makes an empty dictionary.</summary>
    OrderedDictionary,

    /// <summary>torch._utils._rebuild_tensor_v2: makes a tensor of a storage.</summary>
    Tensor,

    /// <summary>torch._utils._rebuild_tensor_v3: the same for types without a storage class.</summary>
    TensorOfType,

    /// <summary>torch._utils._rebuild_parameter: marks a tensor as a parameter.</summary>
    Parameter,

    /// <summary>torch._utils._rebuild_parameter_with_state: the same, with attributes.</summary>
    ParameterWithState,

    /// <summary>torch.Size: a tuple.</summary>
    Size,

    /// <summary>A class of storages.</summary>
    Storage,

    /// <summary>A dtype.</summary>
    DataType,
}
