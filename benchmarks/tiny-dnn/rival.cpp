// tiny-dnn as a rival of the benchmarks: trains LeNet-5, on request.
//
// usage: tiny-dnn FOLDER | --version
// build: g++ -O3 -march=native -std=c++14 -fopenmp -I include -o tiny-dnn rival.cpp
//        (Debian: tiny-dnn, libcereal-dev, libstb-dev; include/third_party/stb leads to /usr/include/stb)
//
// Its optimizers know momentum, but not Nesterov's. Its fit() forgets the velocity at the start of each call, so that the
// steps of one request are one call.
#define CNN_USE_OMP
#define CNN_USE_AVX
#define CNN_NO_SERIALIZATION
#include <tiny_dnn/config.h>
#undef CNN_USE_GEMMLOWP // for quantised layers; Debian has it elsewhere
#include <tiny_dnn/tiny_dnn.h>

#include "../protocol/protocol.hpp"

namespace tiny = tiny_dnn;

class Training {
public:
    explicit Training(Task& task) : task(task) {
        using tiny::activation::identity;
        using tiny::activation::relu;
        network << tiny::convolutional_layer<relu>(28, 28, 5, 1, 6, tiny::padding::same)
                << tiny::max_pooling_layer<identity>(28, 28, 6, 2)
                << tiny::convolutional_layer<relu>(14, 14, 5, 6, 16)
                << tiny::max_pooling_layer<identity>(10, 10, 16, 2)
                << tiny::fully_connected_layer<relu>(400, 120)
                << tiny::fully_connected_layer<relu>(120, 84)
                << tiny::fully_connected_layer<tiny::activation::softmax>(84, 10);
        network.init_weight();
        size_t position = 0;
        for_each_array([&](tiny::vec_t& values, long inputs, long outputs) {
            if (inputs > 0)
                transpose(&task.weights[position], values.data(), outputs, inputs);
            else
                std::memcpy(values.data(), &task.weights[position], values.size() * sizeof(float));
            position += values.size();
        });
        optimizer.alpha = task.rate;
        optimizer.mu = task.momentum;
        optimizer.lambda = 0;
    }

    void run(long steps) {
        std::vector<tiny::vec_t> inputs, targets;
        for (long step = 0; step < steps; step++) {
            const int64_t* samples = task.next();
            for (long i = 0; i < task.batch; i++) {
                inputs.emplace_back(task.input(samples[i]), task.input(samples[i]) + task.features());
                targets.emplace_back(10, task.smoothing / 10);
                targets.back()[static_cast<size_t>(task.labels[static_cast<size_t>(samples[i])])] += 1 - task.smoothing;
            }
        }
        network.fit<tiny::cross_entropy_multiclass>(optimizer, inputs, targets, static_cast<size_t>(task.batch), 1);
    }

    std::vector<float> weights() {
        std::vector<float> all;
        for_each_array([&](tiny::vec_t& values, long inputs, long outputs) {
            const size_t start = all.size();
            all.insert(all.end(), values.begin(), values.end());
            if (inputs > 0)
                transpose(values.data(), &all[start], inputs, outputs);
        });
        return all;
    }

private:
    Task& task;
    tiny::network<tiny::sequential> network;
    tiny::momentum optimizer;

    // Weights of full connections lie the other way round than in PyTorch; for the other arrays inputs is 0.
    template <typename Action>
    void for_each_array(Action action) {
        for (size_t i = 0; i < network.layer_size(); i++) {
            const std::vector<tiny::vec_t*> arrays = network[i]->weights();
            if (arrays.size() < 2)
                continue;
            const bool full = network[i]->layer_type() == "fully-connected";
            action(*arrays[0], full ? network[i]->in_data_size() : 0, full ? network[i]->out_data_size() : 0);
            action(*arrays[1], 0, 0);
        }
    }
};

int main(int argc, char** argv) {
    const std::string version = "1.0.0a3"; // its headers do not say
    if (argc == 2 && std::string(argv[1]) == "--version") {
        std::cout << version << std::endl;
        return 0;
    }
    Task task(argv[argc - 1]);
    Training training(task);
    return serve(training, version);
}
