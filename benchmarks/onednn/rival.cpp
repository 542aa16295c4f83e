// oneDNN as a rival of the benchmarks: trains LeNet-5 by its primitives, on request.
//
// usage: onednn FOLDER | --version
// build: g++ -O3 -march=native -std=c++17 -o onednn rival.cpp -ldnnl        (Debian: libdnnl-dev)
//
// Every layout is the one that the primitive prefers; where two differ, a reorder stands between them. ReLU is part of the
// convolution or product before it. What oneDNN has no primitive for is written out: the gradient of the cross-entropy
// after its softmax, and the update.
#include <oneapi/dnnl/dnnl.hpp>

#include <cmath>
#include <functional>
#include <unordered_map>

#include "../protocol/protocol.hpp"

using namespace dnnl;
using dims = memory::dims;
using tag = memory::format_tag;

constexpr auto relu_algorithm = algorithm::eltwise_relu_use_dst_for_bwd;

struct Step {
    primitive operation;
    std::unordered_map<int, memory> arguments;
};

struct Parameter {
    memory values, gradient; // in the same layout
    tag plain;               // PyTorch's
    std::vector<float> velocity;
};

class Training {
public:
    explicit Training(Task& task) : task(task), batch(task.batch), processor(engine::kind::cpu, 0), stream_(processor) {
        input = memory(describe({batch, 1, 28, 28}, tag::nchw), processor);
        const memory conv1 = convolution(input, 6, 2);
        const memory pool1 = pooling(conv1);
        const memory conv2 = convolution(pool1, 16, 0);
        const memory pool2 = pooling(conv2);
        const memory fc1 = product(pool2, 120, true);
        const memory fc2 = product(fc1, 84, true);
        logits = product(fc2, 10, false);
        probabilities = memory(logits.get_desc(), processor);
        const softmax_forward::primitive_desc softmax(
            {prop_kind::forward_training, logits.get_desc(), 1}, processor);
        forward.push_back({softmax_forward(softmax), {{DNNL_ARG_SRC, logits}, {DNNL_ARG_DST, probabilities}}});
        memory gradient = memory(logits.get_desc(), processor);
        loss_gradient = gradient;
        for (auto layer = layers.rbegin(); layer != layers.rend(); ++layer)
            gradient = (*layer)(gradient);
        load(task.weights.data());
    }

    void run(long steps) {
        for (long step = 0; step < steps; step++) {
            const int64_t* samples = task.next();
            const auto features = static_cast<size_t>(task.features());
            for (long i = 0; i < batch; i++)
                std::memcpy(data(input) + static_cast<size_t>(i) * features, task.input(samples[i]), features * sizeof(float));
            execute(forward);
            differentiate_loss(samples);
            execute(backward);
            for (Parameter& parameter : parameters)
                update(parameter);
        }
    }

    std::vector<float> weights() {
        std::vector<float> all;
        for (Parameter& parameter : parameters) {
            memory plain(describe(parameter.values.get_desc().dims(), parameter.plain), processor);
            reorder(parameter.values, plain).execute(stream_, parameter.values, plain);
            stream_.wait();
            all.insert(all.end(), data(plain), data(plain) + count(plain));
        }
        return all;
    }

private:
    Task& task;
    memory::dim batch;
    engine processor;
    stream stream_;
    memory input, logits, probabilities, loss_gradient;
    std::vector<Step> forward, backward;
    std::vector<Parameter> parameters;
    std::vector<std::function<memory(memory)>> layers; // adds the backward steps of a layer, and returns what flows on
    float loss = 0;

    static memory::desc describe(const dims& sizes, tag layout) { return {sizes, memory::data_type::f32, layout}; }

    static memory::desc any(const memory& values) { return describe(values.get_desc().dims(), tag::any); }

    static float* data(const memory& values) { return static_cast<float*>(values.get_data_handle()); }

    static size_t count(const memory& values) { return values.get_desc().get_size() / sizeof(float); }

    void execute(const std::vector<Step>& steps) {
        for (const Step& step : steps)
            step.operation.execute(stream_, step.arguments);
        stream_.wait();
    }

    // The same numbers in the layout that is wanted.
    memory as(const memory& values, const memory::desc& wanted, std::vector<Step>& steps) {
        if (values.get_desc() == wanted)
            return values;
        memory turned(wanted, processor);
        steps.push_back({reorder(values, turned), {{DNNL_ARG_FROM, values}, {DNNL_ARG_TO, turned}}});
        return turned;
    }

    static primitive_attr followed_by_relu() {
        post_ops operations;
        operations.append_eltwise(1, relu_algorithm, 0, 0);
        primitive_attr attributes;
        attributes.set_post_ops(operations);
        return attributes;
    }

    memory parameter(const memory::desc& layout, tag plain) {
        memory values(layout, processor), gradient(layout, processor);
        std::memset(data(gradient), 0, layout.get_size());
        parameters.push_back({values, gradient, plain, std::vector<float>(layout.get_size() / sizeof(float))});
        return values;
    }

    // The gradient in the layout of the parameter.
    void keep(const memory& gradient, size_t index) {
        memory& kept = parameters[index].gradient;
        if (gradient.get_desc() == kept.get_desc())
            kept = gradient;
        else
            backward.push_back({reorder(gradient, kept), {{DNNL_ARG_FROM, gradient}, {DNNL_ARG_TO, kept}}});
    }

    memory before_relu(const memory& y, const memory& grad_y) {
        const memory::desc layout = y.get_desc();
        const eltwise_forward::primitive_desc hint({prop_kind::forward_training, relu_algorithm, layout, 0}, processor);
        const eltwise_backward::primitive_desc description({relu_algorithm, layout, layout, 0}, processor, hint);
        memory turned = as(grad_y, layout, backward);
        backward.push_back({eltwise_backward(description),
            {{DNNL_ARG_DST, y}, {DNNL_ARG_DIFF_DST, turned}, {DNNL_ARG_DIFF_SRC, turned}}});
        return turned;
    }

    memory convolution(const memory& x, memory::dim channels, memory::dim padding) {
        const dims from = x.get_desc().dims(), stride{1, 1}, border{padding, padding};
        const memory::dim side = from[2] + 2 * padding - 4;
        const memory::desc kernels = describe({channels, from[1], 5, 5}, tag::any), biases = describe({channels}, tag::x),
            output = describe({batch, channels, side, side}, tag::any);
        const auto direct = algorithm::convolution_direct;
        const convolution_forward::primitive_desc description(
            {prop_kind::forward_training, direct, any(x), kernels, biases, output, stride, border, border},
            followed_by_relu(), processor);
        const size_t index = parameters.size();
        const memory weight = parameter(description.weights_desc(), tag::oihw), bias = parameter(biases, tag::x);
        const memory y(description.dst_desc(), processor);
        forward.push_back({convolution_forward(description), {{DNNL_ARG_SRC, as(x, description.src_desc(), forward)},
            {DNNL_ARG_WEIGHTS, weight}, {DNNL_ARG_BIAS, bias}, {DNNL_ARG_DST, y}}});
        layers.emplace_back([=](const memory& grad_y) {
            const memory grad = before_relu(y, grad_y);
            const convolution_backward_weights::primitive_desc weights(
                {direct, any(x), kernels, biases, output, stride, border, border}, processor, description);
            const memory grad_weight(weights.diff_weights_desc(), processor);
            const memory source = as(x, weights.src_desc(), backward), target = as(grad, weights.diff_dst_desc(), backward);
            backward.push_back({convolution_backward_weights(weights), {{DNNL_ARG_SRC, source}, {DNNL_ARG_DIFF_DST, target},
                {DNNL_ARG_DIFF_WEIGHTS, grad_weight}, {DNNL_ARG_DIFF_BIAS, parameters[index + 1].gradient}}});
            keep(grad_weight, index);
            if (index == 0)
                return grad; // nobody asks for the gradient of the samples
            const convolution_backward_data::primitive_desc inputs(
                {direct, any(x), kernels, output, stride, border, border}, processor, description);
            const memory grad_x(inputs.diff_src_desc(), processor);
            const memory same = as(grad, inputs.diff_dst_desc(), backward), turned = as(weight, inputs.weights_desc(), backward);
            backward.push_back({convolution_backward_data(inputs),
                {{DNNL_ARG_DIFF_DST, same}, {DNNL_ARG_WEIGHTS, turned}, {DNNL_ARG_DIFF_SRC, grad_x}}});
            return grad_x;
        });
        return y;
    }

    memory pooling(const memory& x) {
        const dims from = x.get_desc().dims(), two{2, 2}, none{0, 0};
        const memory::desc source = x.get_desc(), output = describe({from[0], from[1], from[2] / 2, from[3] / 2}, tag::any);
        const pooling_forward::primitive_desc description(
            {prop_kind::forward_training, algorithm::pooling_max, source, output, two, two, none, none}, processor);
        const memory y(description.dst_desc(), processor), places(description.workspace_desc(), processor);
        forward.push_back({pooling_forward(description),
            {{DNNL_ARG_SRC, x}, {DNNL_ARG_DST, y}, {DNNL_ARG_WORKSPACE, places}}});
        layers.emplace_back([=](const memory& grad_y) {
            const pooling_backward::primitive_desc back(
                {algorithm::pooling_max, source, y.get_desc(), two, two, none, none}, processor, description);
            const memory grad_x(back.diff_src_desc(), processor), same = as(grad_y, back.diff_dst_desc(), backward);
            backward.push_back({pooling_backward(back),
                {{DNNL_ARG_DIFF_DST, same}, {DNNL_ARG_WORKSPACE, places}, {DNNL_ARG_DIFF_SRC, grad_x}}});
            return grad_x;
        });
        return y;
    }

    memory product(const memory& x, memory::dim units, bool with_relu) {
        dims sizes = x.get_desc().dims();
        sizes[0] = units;
        const memory::desc matrix = describe(sizes, tag::any), biases = describe({units}, tag::x),
            output = describe({batch, units}, with_relu ? tag::any : tag::nc);
        const inner_product_forward::primitive_desc description({prop_kind::forward_training, any(x), matrix, biases, output},
            with_relu ? followed_by_relu() : primitive_attr(), processor);
        const size_t index = parameters.size();
        const memory weight = parameter(description.weights_desc(), sizes.size() == 4 ? tag::oihw : tag::oi);
        const memory bias = parameter(biases, tag::x), y(description.dst_desc(), processor);
        forward.push_back({inner_product_forward(description), {{DNNL_ARG_SRC, as(x, description.src_desc(), forward)},
            {DNNL_ARG_WEIGHTS, weight}, {DNNL_ARG_BIAS, bias}, {DNNL_ARG_DST, y}}});
        layers.emplace_back([=](const memory& grad_y) {
            const memory grad = with_relu ? before_relu(y, grad_y) : grad_y;
            const inner_product_backward_weights::primitive_desc weights(
                {any(x), matrix, biases, any(grad)}, processor, description);
            const memory grad_weight(weights.diff_weights_desc(), processor);
            const memory source = as(x, weights.src_desc(), backward), target = as(grad, weights.diff_dst_desc(), backward);
            backward.push_back({inner_product_backward_weights(weights), {{DNNL_ARG_SRC, source}, {DNNL_ARG_DIFF_DST, target},
                {DNNL_ARG_DIFF_WEIGHTS, grad_weight}, {DNNL_ARG_DIFF_BIAS, parameters[index + 1].gradient}}});
            keep(grad_weight, index);
            const inner_product_backward_data::primitive_desc inputs({any(x), matrix, any(grad)}, processor, description);
            const memory grad_x(inputs.diff_src_desc(), processor);
            const memory same = as(grad, inputs.diff_dst_desc(), backward), turned = as(weight, inputs.weights_desc(), backward);
            backward.push_back({inner_product_backward_data(inputs),
                {{DNNL_ARG_DIFF_DST, same}, {DNNL_ARG_WEIGHTS, turned}, {DNNL_ARG_DIFF_SRC, grad_x}}});
            return grad_x;
        });
        return y;
    }

    // (softmax - target) / batch, where the target is the label but for its smoothing.
    void differentiate_loss(const int64_t* samples) {
        const float *p = data(probabilities), even = task.smoothing / 10;
        float* gradient = data(loss_gradient);
        double sum = 0;
        for (long n = 0; n < batch; n++)
            for (long c = 0; c < 10; c++, p++, gradient++) {
                const float target = even + (c == task.labels[static_cast<size_t>(samples[n])] ? 1 - task.smoothing : 0);
                sum -= target * std::log(*p);
                *gradient = (*p - target) / static_cast<float>(batch);
            }
        loss = static_cast<float>(sum / static_cast<double>(batch));
    }

    // v = mu v + g; w -= rate (g + mu v): Nesterov's.
    void update(Parameter& parameter) {
        float* w = data(parameter.values);
        float* v = parameter.velocity.data();
        const float *g = data(parameter.gradient), rate = task.rate, mu = task.momentum;
        for (size_t i = 0, n = parameter.velocity.size(); i < n; i++) {
            v[i] = mu * v[i] + g[i];
            w[i] -= rate * (g[i] + mu * v[i]);
        }
    }

    void load(const float* values) {
        for (Parameter& parameter : parameters) {
            memory plain(describe(parameter.values.get_desc().dims(), parameter.plain), processor);
            std::memcpy(data(plain), values, count(plain) * sizeof(float));
            values += count(plain);
            reorder(plain, parameter.values).execute(stream_, plain, parameter.values);
            stream_.wait();
        }
    }
};

int main(int argc, char** argv) {
    const dnnl_version_t* number = dnnl_version();
    const std::string version =
        std::to_string(number->major) + "." + std::to_string(number->minor) + "." + std::to_string(number->patch);
    if (argc == 2 && std::string(argv[1]) == "--version") {
        std::cout << version << std::endl;
        return 0;
    }
    Task task(argv[argc - 1]);
    Training training(task);
    return serve(training, version);
}
