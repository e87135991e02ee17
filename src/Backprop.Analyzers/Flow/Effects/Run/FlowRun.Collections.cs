using System.Collections.Immutable;
using Backprop.Analyzers.Meaning;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Backprop.Analyzers.Flow.Effects;

/// <summary>Calls into assemblies that keep what they are handed, copy it, or show a part of it: collections, arrays, spans.</summary>
internal sealed partial class FlowRun
{
    private static readonly HashSet<string> Views = new()
    {
        "AsSpan", "AsMemory", "AsEnumerable", "Reverse", "Take", "Skip", "Where", "OrderBy", "OrderByDescending", "AsReadOnly",
        "AsParallel", "Slice", "ToList", "ToArray", "Cast", "OfType", "SkipLast", "TakeLast", "ToImmutableArray",
    };

    private readonly ListPositions positions = new();

    private FlowValue? Collection(IInvocationOperation call, FlowValue? owner, ImmutableArray<FlowValue> arguments)
    {
        var method = call.TargetMethod;
        switch (method.Name)
        {
            case "Add" or "TryAdd" when owner is not null && arguments.Length == 2 && Shapes.ElementType(method.ContainingType) is { } held:
                SetChild(call, owner, KeyOf(new[] { call.Arguments[0].Value }, owner), held, arguments[1], accumulates: false, strong: true);
                return FlowValue.One;
            case "Add" when owner is not null && arguments.Length == 1 && positions.Of(call) is { } position:
                Write(owner, Key.Index(LinearIndex.Constant(position)), call.Arguments[0].Value.Type, arguments[0], strong: true);
                return FlowValue.One;
            case "Add" or "Push" or "Enqueue" or "AddLast" or "AddFirst" when owner is not null && arguments.Length == 1 && method.ReturnsVoid:
            case "Insert" when owner is not null && arguments.Length == 2:
                SetChild(call, owner, Key.Elements, call.Arguments.Last().Value.Type, arguments.Last(), accumulates: false, strong: false);
                return FlowValue.One;
            case "Pop" or "Dequeue" or "Peek" when owner is not null:
                return Read(owner, Key.Index(LinearIndex.Of(TakenFrom(call.Instance?.Syntax ?? call.Syntax, method.Name))), call.Type);
            case "Last" or "First" or "ElementAt" or "FirstOrDefault" or "LastOrDefault" when owner is not null && Shapes.ElementType(call.Arguments.FirstOrDefault()?.Value.Type) is not null:
                return Read(owner, Key.Elements, call.Type);
            case "TryGetValue" when owner is not null && call.Arguments.Length == 2:
                Store(call, call.Arguments[1].Value, Read(owner, KeyOf(new[] { call.Arguments[0].Value }, owner), call.Arguments[1].Value.Type));
                return FlowValue.One;
            case "Create" when IsTuple(call.Type):
                return Items(call, Fresh(call, zero: true), arguments);
            default:
                return null;
        }
    }

    /// <summary>The moving ends that stacks and queues are emptied at, and which way they move.</summary>
    public Dictionary<Place, int> Taken { get; } = new();

    private Place TakenFrom(SyntaxNode owner, string method)
    {
        var end = places.Root(new Key(KeyKind.Root, ("taken", owner.ToString(), method == "Dequeue")), null);
        Taken[end] = method == "Dequeue" ? 1 : -1;
        return end;
    }

    private FlowValue? Copy(IInvocationOperation call, FlowValue? owner, ImmutableArray<FlowValue> arguments)
    {
        var method = call.TargetMethod;
        var onArrays = method.ContainingType?.Name is "Array" or "Buffer" or "Span" or "Memory";
        switch (method.Name)
        {
            case "Clear" when onArrays && method.IsStatic:
                Fill(arguments[0], Terms.Zero, strong: arguments.Length == 1 || call.Arguments[1].Value.ConstantValue is { Value: 0 });
                return FlowValue.One;
            case "Clear" when owner is not null:
                Fill(owner, Terms.Zero, strong: true);
                return FlowValue.One;
            case "zero_" when owner is not null:
                Fill(owner, Terms.Zero, strong: true);
                return owner;
            case "Fill" when onArrays:
                Fill(method.IsStatic ? arguments[0] : owner ?? FlowValue.Zero, Content(arguments.Last()), strong: true);
                return FlowValue.One;
            // TorchSharp: h[t].copy_(a)
            case "copy_" or "fill_" when owner is not null && arguments.Length > 0:
                Fill(owner, Content(arguments[0]), strong: true);
                return owner;
            case "Copy" when onArrays && arguments.Length == 3:
                Fill(arguments[1], Content(arguments[0]), strong: true);
                return FlowValue.One;
            case "Copy" or "BlockCopy" or "ConstrainedCopy" when onArrays && arguments.Length >= 5:
                Fill(arguments[2], Content(arguments[0]), strong: false);
                return FlowValue.One;
            case "CopyTo" when owner is not null && arguments.Length > 0 && method.ReturnsVoid:
                Fill(method.IsStatic && arguments.Length > 1 ? arguments[1] : arguments[0], Content(owner), strong: arguments.Length == (method.IsStatic ? 2 : 1));
                return FlowValue.One;
            default:
                return null;
        }
    }

    private FlowValue? View(IInvocationOperation call, FlowValue? owner)
    {
        if (owner is null || owner.Targets.IsEmpty) return null;
        if (TensorSlices.SelectedBy(call) is { } at) return Read(owner, KeyOf([at], owner), call.Type);
        if (!Views.Contains(call.TargetMethod.Name) && TensorViews.Of(call) is null) return null;
        if (TensorSlices.IsPart(call)) return owner with { Callee = null, IsPart = true };
        if (call.TargetMethod.Name is "AsSpan" or "Slice" or "AsMemory" && call.Arguments.FirstOrDefault(IsStart) is { } start)
        {
            if (Evaluate(start.Value).Index is { Unit: not null } row) return Read(owner, Key.Index(row), call.Type);
            return owner with { Callee = null, IsPart = owner.IsPart || start.Value.ConstantValue is not { HasValue: true, Value: 0 } };
        }

        var copies = call.TargetMethod.Name is "ToArray" or "ToList" or "ToImmutableArray";
        return copies && Shapes.IsScalar(Shapes.ElementType(call.Type)) ? NewNumbers(call, Content(owner)) : owner with { Callee = null };
    }

    private static bool IsStart(IArgumentOperation argument) => argument.Parameter is { Name: "start" };
}
