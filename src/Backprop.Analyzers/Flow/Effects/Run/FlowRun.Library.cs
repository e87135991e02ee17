using System.Collections.Immutable;
using Backprop.Analyzers.Knowledge;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Backprop.Analyzers.Flow.Effects;

/// <summary>Calls into assemblies: what numeric libraries compute, and what LINQ makes of a function.</summary>
internal sealed partial class FlowRun
{
    private FlowValue Library(IInvocationOperation call, FlowValue? receiver, ImmutableArray<FlowValue> arguments)
    {
        if (isZeros(call)) return NewNumbers(call, Terms.Zero);
        if (Shapes.IsInert(call.Type) && call.TargetMethod.ReturnsVoid is false && call.TargetMethod.Name != "TryGetValue") return FlowValue.One;
        var owner = receiver ?? (call.TargetMethod.IsExtensionMethod ? arguments.FirstOrDefault() : null);
        return Collection(call, owner, arguments) ?? Copy(call, owner, arguments) ?? View(call, owner) ?? Numeric(call, receiver, arguments);
    }

    private FlowValue Numeric(IInvocationOperation call, FlowValue? receiver, ImmutableArray<FlowValue> arguments)
    {
        if (Shapes.IsInteger(call.Type)) return FlowValue.Integer(Clamped(call, arguments));
        var operands = Operands(call, receiver, arguments);
        var lambda = arguments.FirstOrDefault(argument => argument.Callee is not null);
        if (lambda is not null) return Mapped(call, lambda, operands.Select(operand => operand.Value).ToList());
        var into = Destination(call);
        var arithmetic = LibraryArithmetic.Of(call.TargetMethod);
        var read = operands.FindAll(operand => into is null || !ReferenceEquals(operand.Argument, into));
        // dW.add_(g): as dW += g, to add to it is not to read it.
        var unread = receiver is not null && LibraryArithmetic.AddsInPlace(call.TargetMethod) ? Unread(receiver) : [];
        var contents = read.ConvertAll(operand => Content(operand.Value));
        Log.Read.ExceptWith(unread);
        if (call.TargetMethod.Name == "Add" && contents.Count == 2) NoteZeros(call, read[0].Argument, read[1].Argument, contents);
        // 1 - a.square(), 1 - Math.Pow(a, 2): as 1 - a * a.
        var result = contents.Count > 0 && LibraryArithmetic.IsWholePower(call) ? Product(contents[0], contents[0]) : Apply(arithmetic, contents);
        if (into is not null) Deliver(call, into, result);
        else if (call.TargetMethod.ReturnsVoid || TensorLibraries.IsInPlace(call.TargetMethod.Name)) Overwrite(call, receiver, arguments, result);
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
            // np.dot(a, b), of which the third would be the array to write into.
            if (call.Arguments[i].ArgumentKind == ArgumentKind.DefaultValue || call.Arguments[i].Value.ConstantValue is { HasValue: true, Value: null }) continue;
            if (arguments[i].Callee is null && !Shapes.IsInteger(type) && !Shapes.IsInert(type)) operands.Add((call.Arguments[i], arguments[i]));
        }

        return operands;
    }

    private static IArgumentOperation? Destination(IInvocationOperation call) => call.Arguments.LastOrDefault(argument =>
        argument.ArgumentKind != ArgumentKind.DefaultValue && argument.Parameter is { RefKind: RefKind.Out or RefKind.Ref }
            or { Name: "result" or "destination" or "dest" or "output" or "out" } or { Type.Name: "Span" or "TensorSpan" });

    private void Deliver(IInvocationOperation call, IArgumentOperation into, Terms result)
    {
        if (into.Parameter?.RefKind is RefKind.Out or RefKind.Ref) Store(call, into.Value, NewNumbers(call, result));
        else
        {
            var value = Evaluate(into.Value);
            NoteFill(call, value, result, Accumulates(value, result));
            Fill(value, result, strong: true);
            if (IsMarked(call)) foreach (var target in value.Targets) Mark(target.Child(Key.Elements, null, places));
        }
    }

    private List<Place> Unread(FlowValue value) =>
        value.Targets.Select(target => target.Child(Key.Elements, null, places)).Where(elements => !Log.Read.Contains(elements)).ToList();

    // To write over it is not to read it.
    private bool Accumulates(FlowValue into, Terms result)
    {
        var unread = Unread(into);
        var old = Content(into);
        Log.Read.ExceptWith(unread);
        return !old.IsZero && old.All.All(result.Contains);
    }

    private void Overwrite(IInvocationOperation call, FlowValue? receiver, ImmutableArray<FlowValue> arguments, Terms result)
    {
        if (receiver is not null)
        {
            if (LibraryArithmetic.AddsInPlace(call.TargetMethod)) NoteFill(call, receiver, result, Accumulates(receiver, result));
            Fill(receiver, result, strong: false);
        }
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
            Arithmetic.SumAndProduct when operands.Count == 3 => Atoms.Sum(operands[0], Product(operands[1], operands[2])),
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
