using TorchBasics.Bindings.Libraries;

namespace TorchBasics.Bindings.Stable;

/// <summary>
/// What the loaded libtorch offers of its stable C interface (torch/csrc/stable/c/shim.h and
/// torch/csrc/inductor/aoti_torch/c/shim.h of PyTorch): looked up by name before anything is called, so that a missing
/// function leads to the plain TorchSharp path instead of an error in the middle of a run.
/// </summary>
public sealed class StableInterface
{
    private const string VersionFunction = "aoti_torch_abi_version";
    private const string ParallelFunction = "torch_parallel_for";

    private static readonly string[] OperatorFunctions =
    [
        "torch_call_dispatcher", "torch_new_list_reserve_size", "torch_list_push_back", "torch_list_get_item", "torch_list_size",
        "torch_delete_list", "torch_new_string_handle", "torch_delete_string", "torch_string_length", "torch_string_c_str",
        "aoti_torch_new_tensor_handle", "aoti_torch_delete_tensor_object", "aoti_torch_new_uninitialized_tensor",
        "aoti_torch_grad_mode_is_enabled", "aoti_torch_grad_mode_set_enabled",
        "aoti_torch_create_tensor_from_blob", "aoti_torch_get_numel", "aoti_torch_is_contiguous", "aoti_torch_get_data_ptr",
    ];

    /// <summary>Looks at a library.</summary>
    /// <param name="version">The version that it states, see <see cref="Version"/>; null when it states none.</param>
    /// <param name="exports">Whether it has a function of a name.</param>
    internal StableInterface(Version? version, Func<string, bool> exports)
    {
        var lacking = (version is null ? [VersionFunction] : Array.Empty<string>())
            .Concat(OperatorFunctions.Append(ParallelFunction).Where(name => !exports(name))).ToArray();
        var expected = System.Version.Parse(PackageVersions.Libtorch);
        var known = version is not null && version.Major == expected.Major
            && version >= new Version(expected.Major, expected.Minor);
        Version = version;
        HasParallelFor = known && !lacking.Contains(ParallelFunction);
        HasOperators = known && !lacking.Intersect(OperatorFunctions).Any();
        Reason = lacking.Length > 0 ? $"this libtorch lacks {string.Join(", ", lacking)} of the stable C interface"
            : !known ? $"the stable C interface is of version {version}; "
                + $"these bindings know {expected.Major}.{expected.Minor} and later of {expected.Major}"
            : null;
    }

    /// <summary>Looks at an open libtorch.</summary>
    internal StableInterface(LibraryHandle torchCpu)
        : this(LibtorchQueries.Version(torchCpu), name => torchCpu.Export(name) is not null)
    {
    }

    /// <summary>
    /// The version of the interface, which is that of the libtorch that was built: aoti_torch_abi_version holds major, minor
    /// and patch in its three highest bytes. Null when it is not stated. Functions are added by later versions, and none
    /// changes or goes within a major version.
    /// </summary>
    public Version? Version { get; }

    /// <summary>Whether operators can be called by name.</summary>
    public bool HasOperators { get; }

    /// <summary>Whether libtorch's threads can be used.</summary>
    public bool HasParallelFor { get; }

    /// <summary>What is missing, in one sentence without a full stop; null when nothing is.</summary>
    public string? Reason { get; }
}
