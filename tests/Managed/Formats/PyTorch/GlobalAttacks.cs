using static TorchBasics.Tests.Managed.Formats.PyTorch.TorchBytes;

namespace TorchBasics.Tests.Managed.Formats.PyTorch;

/// <summary>Pickles that ask for classes and functions: to run something, or because a whole module was saved.</summary>
internal static class GlobalAttacks
{
    /// <summary>The file that each of them would make if it were run.</summary>
    public const string Canary = "torchbasics-canary";

    private const string Asked = "the file asks for ";

    private static readonly string[] Functions =
    [
        "os system", "os popen", "os execv", "os execvp", "os spawnv", "os remove", "os rmdir", "os unlink", "os putenv",
        "os kill", "os fork", "os startfile",
        "posix system", "posix popen", "posix execv", "posix fork", "posix remove", "nt system", "nt popen", "nt execv",
        "nt startfile",
        "subprocess Popen", "subprocess run", "subprocess call", "subprocess check_call", "subprocess check_output",
        "subprocess getoutput", "_posixsubprocess fork_exec",
        "__builtin__ eval", "__builtin__ exec", "__builtin__ execfile", "__builtin__ compile", "__builtin__ getattr",
        "__builtin__ setattr", "__builtin__ delattr",
        "__builtin__ __import__", "__builtin__ open", "__builtin__ file", "__builtin__ apply", "__builtin__ map",
        "__builtin__ type", "__builtin__ object", "__builtin__ globals",
        "__builtin__ input", "__builtin__ set", "__builtin__ bytearray", "__builtin__ complex", "builtins eval", "builtins exec",
        "builtins getattr", "builtins __import__",
        "builtins open", "builtins breakpoint", "builtins vars", "__builtin__ print", "_codecs encode", "codecs open",
        "operator attrgetter", "operator methodcaller", "operator itemgetter", "functools partial", "functools reduce",
        "itertools starmap", "types CodeType", "types FunctionType",
        "types ModuleType", "importlib import_module", "importlib.util find_spec", "runpy run_path", "runpy run_module",
        "runpy _run_code", "code InteractiveInterpreter", "codeop compile_command",
        "pty spawn", "socket socket", "socket create_connection", "shutil rmtree", "shutil move", "tempfile mktemp",
        "webbrowser open", "timeit timeit", "cProfile run", "profile run",
        "pdb run", "bdb Bdb", "doctest debug_script", "trace Trace", "ctypes CDLL", "ctypes string_at", "marshal loads",
        "pickle loads", "_pickle loads", "cPickle loads", "shelve open", "dbm open",
        "sys exit", "sys modules", "sys settrace", "signal signal", "threading Thread", "multiprocessing Process",
        "asyncio create_subprocess_shell", "concurrent.futures ProcessPoolExecutor",
        "commands getoutput", "platform popen", "pydoc pipepager", "pip main", "ensurepip bootstrap", "venv create",
        "urllib.request urlopen", "http.client HTTPSConnection", "smtplib SMTP",
        "copyreg _reconstructor", "copy_reg _reconstructor", "copyreg __newobj__", "collections defaultdict",
        "collections Counter", "collections namedtuple", "argparse Namespace", "pathlib PosixPath",
        "numpy load", "numpy.core.multiarray _reconstruct", "numpy.core.multiarray scalar", "numpy dtype",
        "numpy.testing._private.utils runstring", "numpy.f2py.crackfortran myeval",
        "torch load", "torch save", "torch.serialization load", "torch.storage _load_from_bytes", "torch.hub load",
        "torch.jit load", "torch.package PackageImporter", "torch.utils.cpp_extension load_inline",
        "torch._utils _rebuild_tensor", "torch._utils _rebuild_sparse_tensor", "torch._utils _rebuild_qtensor",
        "torch._utils _rebuild_meta_tensor_no_storage", "torch._tensor _rebuild_from_type_v2",
        "torch.nn.parameter Parameter", "torch.nn.modules.container Sequential", "torch.nn.modules.linear Linear",
        "torchvision.models.resnet ResNet", "torch.fx.graph_module reduce_graph_module",
        "__main__ Net", "__main__ LeNet5", "models.lenet LeNet", "transformers.modeling_utils PreTrainedModel",
        "pytorch_lightning.callbacks.model_checkpoint ModelCheckpoint",
    ];

    // Names that look like those on the list.
    private static readonly string[] LookAlikes =
    [
        "collections OrderedDict ", " collections OrderedDict", "collections ordereddict", "Collections OrderedDict",
        "collections OrderedDict.clear", "collections OrderedDict\0", "collections OrderedDict\r",
        "c\u043Ellections OrderedDict", "collections \u041ErderedDict", "collections Ordered\u200BDict",
        "collections\u00A0 OrderedDict", "collections.abc OrderedDict", "collections __class__",
        "torch._utils _rebuild_tensor_v2.__globals__", "torch._utils _rebuild_tensor_v22", "torch _utils._rebuild_tensor_v2",
        "torch._utils _REBUILD_TENSOR_V2", "torch._utils. _rebuild_tensor_v2",
        "torch._utils sys", "torch._utils importlib", "torch FloatStorage.from_file", "torch float32.__class__",
        "torch Size.__mro__", "torch os", "torch  ", "  ", "os ", " system",
    ];

    public static IEnumerable<Attack> All =>
    [
        .. Functions.Select(name => Called(name, $"{Asked}{name.Replace(' ', '.')}.")),
        .. LookAlikes.Select(name => Called(name, Asked)),
        new("os.system, never called", Archive(Pickle(Global("os", "system"))), $"{Asked}os.system."),
        new(
            "os.system beside a state_dict",
            Archive(Pickle(Dictionary(("w", Vector(1)), ("x", Global("os", "system")))), new byte[4]),
            $"{Asked}os.system."),
        new(
            "os.system as the key of a dictionary",
            Archive(Pickle(Ascii("}"), Call(Global("os", "system"), Text("id")), Number(1), Ascii("s"))),
            $"{Asked}os.system."),
        new(
            "os.system as a hook",
            Archive(
                Pickle(Dictionary(("w", Call(
                    Global("torch._utils", "_rebuild_tensor_v2"),
                    Storage("FloatStorage", "0", 1),
                    Number(0),
                    Numbers(1),
                    Numbers(1),
                    [0x89],
                    Global("os", "system"))))),
                new byte[4]),
            $"{Asked}os.system."),
        new(
            "os.system as a storage",
            Archive(
                Pickle(TupleOf(Text("storage"), Global("os", "system"), Text("0"), Text("cpu"), Number(1)), Ascii("Q")),
                new byte[4]),
            $"{Asked}os.system."),
        new(
            "a name of 100000 letters",
            Archive(Pickle(Global("os", new string('x', 100_000)))),
            $"{Asked}os.{new string('x', 120)}..."),
        new("a name that moves the cursor", Archive(Pickle(Global("os", "\u001B[2Jsystem"))), $"{Asked}os.?[2Jsystem."),
        new("a name that is not UTF-8", Archive(Pickle(Ascii("cos\n"), [0xFF, 0xFE], Ascii("\n"))), $"{Asked}os.\uFFFD\uFFFD."),
        new("a name without an end", Archive([.. Proto, .. Ascii("cos\nsystem")]), "ends within the name of a class"),
        new("a module without a name", Archive([.. Proto, .. Ascii("cos\n")]), "ends within the name of a class"),
        new(
            "tensors of complex numbers",
            Archive(Pickle(Dictionary(("w", Storage("ComplexFloatStorage", "0", 1)))), new byte[8]),
            "tensors of a ComplexFloatStorage, whose numbers are of a type that is not supported"),
        new(
            "tensors of quantized numbers",
            Archive(Pickle(Dictionary(("w", Storage("QInt8Storage", "0", 1)))), new byte[1]),
            "tensors of a QInt8Storage, whose numbers are of a type that is not supported"),
        new(
            "a whole module, as torch.save(model) writes it",
            Archive(Pickle(Global("__main__", "Net"), EmptyTuple, [0x81], Ascii("}"), Ascii("b"))),
            $"{Asked}__main__.Net. Only tensors and plain data are read"),
    ];

    private static Attack Called(string name, string reason) => new(
        $"a call of {string.Concat(name.Select(letter => letter is > ' ' and < '\x7F' ? $"{letter}" : $"<{(int)letter:X}>"))}",
        Archive(
            Pickle(Call(Global(name[..name.LastIndexOf(' ')], name[(name.LastIndexOf(' ') + 1)..]), Text($"touch {Canary}")))),
        reason);
}
