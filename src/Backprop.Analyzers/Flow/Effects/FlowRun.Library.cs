using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Backprop.Analyzers.Flow.Effects;

/// <summary>Calls into assemblies: collections, LINQ, arrays, numeric libraries.</summary>
internal sealed partial class FlowRun
{
    private static readonly HashSet<string> Views = new()
    {
        "AsSpan", "AsMemory", "AsEnumerable", "Reverse", "Take", "Skip", "Where", "OrderBy", "OrderByDescending", "AsReadOnly",
        "AsParallel", "Slice", "ToList", "ToArray", "Cast", "OfType", "SkipLast", "TakeLast", "ToImmutableArray",
    };

    private FlowValue Library(IInvocationOperation call, FlowValue? receiver, ImmutableArray<FlowValue> arguments)
    {
        if (isZeros(call)) return NewNumbers(call, Terms.Zero);
        if (Shapes.IsInert(call.Type) && call.TargetMethod.ReturnsVoid is false && call.TargetMethod.Name != "TryGetValue") return FlowValue.One;
        var owner = receiver ?? (call.TargetMethod.IsExtensionMethod ? arguments.FirstOrDefault() : null);
        return Collection(call, owner, arguments) ?? Copy(call, owner, arguments) ?? View(call, owner) ?? Numeric(call, receiver, arguments);
    }

    private FlowValue? Collection(IInvocationOperation call, FlowValue? owner, ImmutableArray<FlowValue> arguments)
    {
        var method = call.TargetMethod;
        switch (method.Name)
        {
            case "Add" or "TryAdd" when owner is not null && arguments.Length == 2 && Shapes.ElementType(method.ContainingType) is { } held:
                SetChild(call, owner, KeyOf(new[] { call.Arguments[0].Value }, owner), held, arguments[1], accumulates: false, strong: true);
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
            case "Fill" when onArrays:
                Fill(method.IsStatic ? arguments[0] : owner ?? FlowValue.Zero, Content(arguments.Last()), strong: true);
                return FlowValue.One;
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
        if (owner is null || !Views.Contains(call.TargetMethod.Name) || owner.Targets.IsEmpty) return null;
        if (call.TargetMethod.Name is "AsSpan" or "Slice" or "AsMemory" && call.Arguments.FirstOrDefault(IsStart) is { } start && Evaluate(start.Value).Index is { Unit: not null } row)
            return Read(owner, Key.Index(row), call.Type);
        var copies = call.TargetMethod.Name is "ToArray" or "ToList" or "ToImmutableArray";
        return copies && Shapes.IsScalar(Shapes.ElementType(call.Type)) ? NewNumbers(call, Content(owner)) : owner with { Callee = null };
    }

    private static bool IsStart(IArgumentOperation argument) => argument.Parameter is { Name: "start" };

    private FlowValue Numeric(IInvocationOperation call, FlowValue? receiver, ImmutableArray<FlowValue> arguments)
    {
        if (Shapes.IsInteger(call.Type)) return FlowValue.Integer(Clamped(call, arguments));
        var operands = Operands(call, receiver, arguments);
        var lambda = arguments.FirstOrDefault(argument => argument.Callee is not null);
        if (lambda is not null) return Mapped(call, lambda, operands.Select(operand => operand.Value).ToList());
        var into = Destination(call);
        var arithmetic = LibraryArithmetic.Of(call.TargetMethod);
        var read = operands.FindAll(operand => into is null || !ReferenceEquals(operand.Argument, into));
        var contents = read.ConvertAll(operand => Content(operand.Value));
        if (call.TargetMethod.Name == "Add" && contents.Count == 2) NoteZeros(call, read[0].Argument, read[1].Argument, contents);
        var result = Apply(arithmetic, contents);
        if (into is not null) Deliver(call, into, result);
        else if (call.TargetMethod.ReturnsVoid || call.TargetMethod.Name.EndsWith("_", StringComparison.Ordinal)) Overwrite(call, receiver, arguments, result);
        return NewNumbers(call, result);
    }

    // `Add(up, carry, up)`, `up.Add(carry)`: the sum of both.
    private void NoteZeros(IInvocationOperation call, IArgumentOperation? left, IArgumentOperation? right, List<Terms> contents)
    {
        if ((left?.Value ?? call.Instance) is { } first) NoteZero(first, contents[0], contents[1]);
        if (right is not null) NoteZero(right.Value, contents[1], contents[0]);
    }

    // `Math.Max(t - 1, 0)` is t - 1 but for the first step.
    private static LinearIndex? Clamped(IInvocationOperation call, ImmutableArray<FlowValue> arguments) =>
        call.TargetMethod.Name is "Max" or "Min" or "Clamp" ? Bounded(arguments.Select(argument => argument.Index).ToList()) : null;

    private static LinearIndex? Bounded(IReadOnlyCollection<LinearIndex?> bounds) =>
        bounds.Contains(null) ? null : bounds.Where(bound => bound is { IsConstant: false }).ToList() is { Count: 1 } moving ? moving[0] : null;

    private static List<(IArgumentOperation? Argument, FlowValue Value)> Operands(
        IInvocationOperation call, FlowValue? receiver, ImmutableArray<FlowValue> arguments)
    {
        var operands = new List<(IArgumentOperation?, FlowValue)>();
        if (receiver is not null) operands.Add((null, receiver));
        for (var i = 0; i < arguments.Length; i++)
        {
            var type = call.Arguments[i].Value.Type;
            if (arguments[i].Callee is null && !Shapes.IsInteger(type) && !Shapes.IsInert(type)) operands.Add((call.Arguments[i], arguments[i]));
        }

        return operands;
    }

    private static IArgumentOperation? Destination(IInvocationOperation call) => call.Arguments.LastOrDefault(argument =>
        argument.Parameter is { RefKind: RefKind.Out or RefKind.Ref }
        or { Name: "result" or "destination" or "dest" or "output" } or { Type.Name: "Span" or "TensorSpan" });

    private void Deliver(IInvocationOperation call, IArgumentOperation into, Terms result)
    {
        if (into.Parameter?.RefKind is RefKind.Out or RefKind.Ref) Store(call, into.Value, NewNumbers(call, result));
        else
        {
            var value = Evaluate(into.Value);
            var unread = value.Targets.Select(target => target.Child(Key.Elements, null, places)).Where(elements => !Log.Read.Contains(elements)).ToList();
            var old = Content(value);
            // To write over it is not to read it.
            Log.Read.ExceptWith(unread);
            NoteFill(call, value, result, !old.IsZero && old.All.All(result.Contains));
            Fill(value, result, strong: true);
            if (IsMarked(call)) foreach (var target in value.Targets) Mark(target.Child(Key.Elements, null, places));
        }
    }

    private void Overwrite(IInvocationOperation call, FlowValue? receiver, ImmutableArray<FlowValue> arguments, Terms result)
    {
        if (receiver is not null) Fill(receiver, result, strong: false);
        else foreach (var argument in arguments) Fill(argument, result, strong: false);
    }

    private void NoteFill(IOperation call, FlowValue into, Terms result, bool accumulates)
    {
        if (!loopRun) return;
        foreach (var target in into.Targets)
            Log.Stores.Add(new Store(call, Site(call), target.Child(Key.Elements, null, places), result, accumulates, conditionDepth > 0));
    }

    private Terms Apply(Arithmetic arithmetic, IReadOnlyList<Terms> operands)
    {
        var all = operands.Aggregate(Terms.Zero, (sum, operand) => Atoms.Sum(sum, operand));
        return arithmetic switch
        {
            Arithmetic.Product => operands.Count == 0 ? Terms.One : operands.Aggregate(Product),
            Arithmetic.ProductAndSum when operands.Count == 3 => Atoms.Sum(Product(operands[0], operands[1]), operands[2]),
            Arithmetic.Function => all.IsZero ? Terms.One : Atoms.Mix(all),
            _ => all,
        };
    }

    /// <summary>`a.Select((v, i) => ...)`, `z.Map(v => ...)`, `up.Zip(carry, (u, c) => u + c)`: what the lambda makes of the elements.</summary>
    private FlowValue Mapped(IInvocationOperation call, FlowValue lambda, List<FlowValue> operands)
    {
        var all = operands.Aggregate(FlowValue.Zero, (joined, operand) => joined.Join(operand, Atoms));
        var parameters = lambda.Callee switch
        {
            IAnonymousFunctionOperation function => function.Symbol.Parameters,
            IMethodReferenceOperation method => method.Method.Parameters,
            _ => ImmutableArray<IParameterSymbol>.Empty,
        };
        var carrying = parameters.Where(parameter => !Shapes.IsInteger(parameter.Type)).ToList();
        var matched = carrying.Count == operands.Count && call.TargetMethod.Name != "Aggregate";
        var values = parameters.Select(parameter => Shapes.IsInteger(parameter.Type) ? FlowValue.One
            : Item(matched ? operands[carrying.IndexOf(parameter)] : all, parameter.Type)).ToImmutableArray();
        var result = FlowValue.Zero;
        PassTwice(() => result = Call(lambda.Callee, call, values) ?? FlowValue.Number(Atoms.Mix(Content(all))));
        if (Shapes.IsInert(call.Type) && !call.TargetMethod.Name.EndsWith("Inplace", StringComparison.OrdinalIgnoreCase)) return FlowValue.One;
        return Collected(call, result, all);
    }

    private FlowValue Item(FlowValue from, ITypeSymbol type) =>
        Shapes.IsScalar(type) ? FlowValue.Number(Content(from)) : Read(from, Key.Elements, type);

    private FlowValue Collected(IInvocationOperation call, FlowValue result, FlowValue all)
    {
        if (call.TargetMethod.ReturnsVoid) Fill(all, Content(result), strong: true);
        if (result.Targets.IsEmpty) return NewNumbers(call, Content(result));
        var place = Fresh(call, zero: true);
        Write(place.Child(Key.Elements, Shapes.ElementType(call.Type), places), result, strong: false);
        return FlowValue.Object(place);
    }
}
