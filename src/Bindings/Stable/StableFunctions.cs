using System.Runtime.InteropServices;

namespace TorchBasics.Bindings.Stable;

/// <summary>
/// Functions of libtorch's stable C interface, as its headers declare them. Each returns 0 when it succeeded. They must be
/// called only after <see cref="StableInterface"/> has found them.
/// </summary>
/// <remarks>
/// A value on libtorch's stack (StableIValue) has 64 bits: a number as its bits, a bool as 0 or 1, a tensor, list or text as
/// an owning handle, an optional as 0 or the address of a heap cell with the value. Whoever receives a value owns it: the
/// callee its arguments, the caller the results.
/// </remarks>
internal static unsafe partial class StableFunctions
{
    /// <summary>The name under which <see cref="Runtime.ModuleStart"/> answers with the library that is loaded.</summary>
    public const string Library = "torch_cpu";

    [LibraryImport(Library, EntryPoint = "torch_parallel_for")]
    public static partial int ParallelFor(
        long begin, long end, long grain, delegate* unmanaged<long, long, nint, void> body, nint context);

    [LibraryImport(Library, EntryPoint = "torch_call_dispatcher")]
    public static partial int CallDispatcher(byte* name, byte* overload, ulong* stack, ulong builtAgainst);

    [LibraryImport(Library, EntryPoint = "aoti_torch_new_tensor_handle")]
    public static partial int NewTensorHandle(nint tensor, out AtenTensor handle);

    [LibraryImport(Library, EntryPoint = "aoti_torch_new_tensor_handle")]
    public static partial int NewTensorHandle(AtenTensor tensor, out nint handle);

    [LibraryImport(Library, EntryPoint = "aoti_torch_delete_tensor_object")]
    public static partial int DeleteTensor(nint tensor);

    [LibraryImport(Library, EntryPoint = "aoti_torch_new_uninitialized_tensor")]
    public static partial int NewUndefinedTensor(out nint tensor);

    [LibraryImport(Library, EntryPoint = "aoti_torch_create_tensor_from_blob")]
    public static partial int ViewMemory(
        void* data, long axes, long* sizes, long* strides, long offset, int elementType, int deviceType, int device,
        out nint tensor);

    [LibraryImport(Library, EntryPoint = "aoti_torch_get_numel")]
    public static partial int ElementCount(nint tensor, out long count);

    [LibraryImport(Library, EntryPoint = "aoti_torch_is_contiguous")]
    public static partial int IsContiguous(nint tensor, [MarshalAs(UnmanagedType.U1)] out bool contiguous);

    [LibraryImport(Library, EntryPoint = "aoti_torch_get_data_ptr")]
    public static partial int DataPointer(nint tensor, out void* data);

    [LibraryImport(Library, EntryPoint = "torch_new_list_reserve_size")]
    public static partial int NewList(nuint capacity, out nint list);

    [LibraryImport(Library, EntryPoint = "torch_list_push_back")]
    public static partial int AddToList(nint list, ulong item);

    [LibraryImport(Library, EntryPoint = "torch_list_size")]
    public static partial int ListSize(nint list, out nuint size);

    [LibraryImport(Library, EntryPoint = "torch_list_get_item")]
    public static partial int ListItem(nint list, nuint index, out ulong item);

    [LibraryImport(Library, EntryPoint = "torch_delete_list")]
    public static partial int DeleteList(nint list);

    [LibraryImport(Library, EntryPoint = "torch_new_string_handle")]
    public static partial int NewText(byte* bytes, nuint length, out nint text);

    [LibraryImport(Library, EntryPoint = "torch_string_length")]
    public static partial int TextLength(nint text, out nuint length);

    [LibraryImport(Library, EntryPoint = "torch_string_c_str")]
    public static partial int TextBytes(nint text, out byte* bytes);

    [LibraryImport(Library, EntryPoint = "torch_delete_string")]
    public static partial int DeleteText(nint text);

    [LibraryImport(Library, EntryPoint = "aoti_torch_grad_mode_is_enabled")]
    [return: MarshalAs(UnmanagedType.U1)]
    public static partial bool IsRecording();

    [LibraryImport(Library, EntryPoint = "aoti_torch_grad_mode_set_enabled")]
    public static partial void SetRecording([MarshalAs(UnmanagedType.U1)] bool enabled);
}
